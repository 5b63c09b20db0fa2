"""What an ordinary script does with files and folders around its work succeeds, and touches no disk."""

from __future__ import annotations

import os

import pytest

HEAD = """
import argparse, csv, gzip, io, json, locale, logging, os, pathlib, pickle, shutil, sys, tempfile, zipfile
from pathlib import Path
import numpy as np
"""
TAIL = """

def f():
    return 1
"""
SCRIPTS = r"""
# own folder
os.chdir(os.path.dirname(os.path.abspath(__file__)))

# own folder, pathlib
os.chdir(Path(__file__).resolve().parent)

# here
os.chdir('.')
os.chdir(os.getcwd())
os.chdir(sys.path[0] or '.')

# the folder at home
os.chdir(r'C:\Users\ada\course\exercises')

# home on Linux
os.chdir('/home/ada/course/exercises')
open('x.txt', 'w').close()

# into one's folder
os.makedirs('out/a')
os.chdir('out')
open('a/x', 'w').write('1')
assert os.listdir('a') == ['x']

# log
logging.basicConfig(filename='debug.log')
logging.warning('x')

# log anew
logging.basicConfig(filename='debug.log', filemode='w', level='DEBUG', force=True)

# write
with open('notes.txt', 'w') as f: f.write('hello')
assert open('notes.txt').read() == 'hello'

# append
with open('a.txt', 'a') as f: print('x', file=f)
with open('a.txt', 'a') as f: print('y', file=f)
assert Path('a.txt').read_text() == 'x\ny\n'

# seek
f = open('a.bin', 'wb')
f.write(b'abc')
f.seek(1)
f.write(b'X')
f.close()
assert open('a.bin', 'rb').read() == b'aXc'

# read what is written
f = open('a', 'w+')
f.write('abc')
f.seek(0)
assert f.read() == 'abc'
f.truncate(1)
f.close()
assert os.path.getsize('a') == 1

# line by line
f = open('a', 'w', buffering=1, encoding='utf-8')
f.write('é\n')
assert open('a', encoding='utf-8').read() == 'é\n'

# np.save
np.save('x.npy', np.ones(3))
assert np.load('x.npy').sum() == 3

# np.savez
np.savez('x.npz', a=np.ones(3))
assert np.load('x.npz')['a'].sum() == 3

# np.savetxt
np.savetxt('x.csv', np.ones((2, 2)), delimiter=',')
assert np.loadtxt('x.csv', delimiter=',').sum() == 4

# np.savetxt, zipped
np.savetxt('x.gz', np.ones(2))

# pickle, not closed
pickle.dump({'a': 1}, open('x.pkl', 'wb'))
assert pickle.load(open('x.pkl', 'rb')) == {'a': 1}

# json
with open('x.json', 'w') as f: json.dump([1], f)
assert json.load(open('x.json')) == [1]

# csv
with open('x.csv', 'w', newline='') as f: csv.writer(f).writerow([1, 2])

# gzip
with gzip.open('x.gz', 'wt') as f: f.write('a')
assert gzip.open('x.gz', 'rt').read() == 'a'

# zip
with zipfile.ZipFile('x.zip', 'w') as z: z.writestr('a', 'b')
assert zipfile.ZipFile('x.zip').namelist() == ['a']

# mkdir
Path('out').mkdir(exist_ok=True)
Path('out').mkdir(exist_ok=True)
assert Path('out').is_dir()

# mkdir, parents, rglob
Path('a/b/c').mkdir(parents=True)
(Path('a/b/c') / 'x.txt').write_text('1')
assert [p.name for p in Path('a').rglob('*.txt')] == ['x.txt']

# makedirs
os.makedirs('out/figures', exist_ok=True)
os.makedirs('out/figures', exist_ok=True)
open('out/figures/a.txt', 'w').close()
assert os.listdir('out/figures') == ['a.txt']

# exists
if not os.path.exists('out'): os.mkdir('out')
assert os.path.isdir('out')
os.rmdir('out')
assert not os.path.exists('out')

# touch, unlink
Path('x').touch()
assert Path('x').exists() and Path('x').stat().st_size == 0
Path('x').unlink()
assert not Path('x').exists()

# rename, remove
open('a', 'w').close()
os.rename('a', 'b')
os.replace('b', 'c')
os.remove('c')
assert not os.path.isfile('c')

# rmtree
os.makedirs('out')
open('out/x', 'w').close()
shutil.rmtree('out')
assert not os.path.exists('out')

# copy
open('a', 'w').write('1')
shutil.copy('a', 'b')
assert open('b').read() == '1'

# walk
os.makedirs('o')
open('o/x', 'w').close()
assert [n for _, _, n in os.walk('o')] == [['x']]
assert [e.name for e in os.scandir('o')] == ['x']

# temporary folder
with tempfile.TemporaryDirectory() as d: open(os.path.join(d, 'x'), 'w').close()

# temporary file
with tempfile.NamedTemporaryFile('w', suffix='.txt') as f: f.write('x')

# devnull
sys.stdout = open(os.devnull, 'w')
print('x')
sys.stdout.close()
sys.stdout = sys.__stdout__
print('y')

# elsewhere
open('/tmp/ada.log', 'w').write('x')
open(Path.home() / 'ada.log', 'w').write('x')

# x
try:
    open('x', 'x').close()
    open('x', 'x')
    raise SystemExit
except FileExistsError: pass

# not there
try:
    open('none.txt')
    raise SystemExit
except FileNotFoundError: pass

# no mode
try: open('x', 'rw')
except ValueError: pass

# a folder
os.mkdir('o')
try: open('o', 'w')
except IsADirectoryError: pass

# own source
assert 'def f' in open(__file__).read()
assert os.path.exists(__file__)

# environment
sys.path.append('..')
sys.path.insert(0, os.path.dirname(__file__))
os.environ['KMP_DUPLICATE_LIB_OK'] = 'TRUE'

# argparse
parser = argparse.ArgumentParser()
parser.add_argument('--lr', type=float, default=1.0)
args = parser.parse_args()

# clock and seeds
import random, time, datetime, typing, warnings, platform, getpass, string
random.seed(0)
np.random.seed(0)
start = time.perf_counter()
print(datetime.datetime.now(), time.ctime(), platform.system(), platform.platform())

# locale
locale.setlocale(locale.LC_ALL, '')
locale.setlocale(locale.LC_ALL, 'de_DE.UTF-8')

# clear the screen
os.system('cls' if os.name == 'nt' else 'clear')

# home
print(Path.home(), os.path.expanduser('~/x'), Path.cwd(), os.getcwd())

# remove what is not there
Path('a.txt').unlink(missing_ok=True)
for change in (lambda: os.remove('a.txt'), lambda: os.rename('a.txt', 'b.txt'), lambda: os.rmdir('a')):
    try: change()
    except FileNotFoundError: pass

# numbers of files
import faulthandler
faulthandler.enable()
os.write(sys.stdout.fileno(), b'x')
io.TextIOWrapper(sys.stdout.buffer).fileno()

# main
if __name__ == '__main__':
    input('ready? ')
    raise SystemExit

# recursion
sys.setrecursionlimit(10**6)

# a breakpoint that was left
breakpoint()

# imports
import multiprocessing, concurrent.futures, threading, subprocess
"""


def blocks(text):
    """Return (name, code) of each block; a comment is its first line."""
    for block in text.strip().split("\n\n"):
        name, _, code = block.partition("\n")
        yield name.removeprefix("# "), code


@pytest.mark.parametrize("code", [pytest.param(code, id=name) for name, code in blocks(SCRIPTS)])
def test_harmless_surroundings_stay_harmless(work, code):
    module = work(f"{HEAD}\n{code}\n{TAIL}")

    assert module.f() == 1


def test_a_dump_in_a_call_costs_nothing(work):
    module = work(HEAD + "def f(x):\n    np.savetxt('debug.csv', x)\n    return np.loadtxt('debug.csv')\n")

    assert module.f([1.0, 2.0]).tolist() == [1.0, 2.0]


def test_files_are_gone_with_their_guest_and_nobody_elses_are_seen(work, student):
    first = work(HEAD + "open('secret.txt', 'w').write('x')\ndef f(): return os.listdir('.')")
    assert "secret.txt" in first.f()

    other = work(HEAD + "def f(): return os.path.exists('secret.txt'), 'secret.txt' in os.listdir('.')")
    assert other.f() == (False, False)


def test_no_more_is_kept_than_there_is_room_for(work):
    module = work(
        HEAD + "def f():\n    with open('x', 'wb') as file:\n        for _ in range(100): file.write(bytes(1 << 20))\n"
    )

    with pytest.raises(OSError, match="No space left on device"):
        module.f()


def test_the_kernel_still_refuses_what_goes_past_python(work, tmp_path):
    target = tmp_path / "x"
    module = work(
        "import os, posix\n"
        "def f(path):\n"
        "    open(path, 'w').write('kept in memory')\n"
        "    refused = []\n"
        "    for attempt in (lambda: os.open(path, os.O_WRONLY | os.O_CREAT), lambda: posix.mkdir(path)):\n"
        "        try: attempt()\n"
        "        except PermissionError: refused.append(True)\n"
        "    return refused\n"
    )

    assert module.f(str(target)) == [True, True]
    assert os.listdir(tmp_path) == []
