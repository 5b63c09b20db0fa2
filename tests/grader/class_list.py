"""A class of eight, two of them of one name, as the file that a teacher has."""

ROSTER = """\
id,first_name,last_name,email,lms_user_id,alias
ada,Ada,Lovelace,ada@example.org,101,
hopper,Grace,Hopper,amazing@example.org,102,Admiral Hopper;gh
rosenblatt,Frank,Rosenblatt,rosenblatt@example.org,103,
minsky,Marvin,Minsky,minsky@example.org,104,
samuel,Arthur,Samuel,samuel@example.org,105,
widrow,Bernard,Widrow,widrow@example.org,106,
smith.j,John,Smith,smith.j@example.org,107,
smith.k,John,Smith,smith.k@example.org,108,
"""
