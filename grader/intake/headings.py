"""What platforms and spreadsheets call the columns of a class list, in the languages in which they write it.

Moodle's participants and grades, Canvas's gradebook, Brightspace's, Blackboard's, Gradescope's and GitHub Classroom's
lists are known. A file with no column by which each student can be told from others is no class list in any language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

IDS = ("id", "login", "number", "identifier")  # what may be a student's id: the first that everybody has
FULL_NAME = "full_name"
_CANVAS = "sis_login_id"
_CALLED = {
    "login": "login login_id sis_login_id user_name username user_id anmeldename benutzername nutzername kennung "
    "benutzerkennung nom_d_utilisateur identifiant nombre_de_usuario usuario nome_utente nome_de_utilizador "
    "nome_de_usuario nome_do_usuario identificacao_de_usuario gebruikersnaam",
    "alias": "alias github_username",
    "number": "id_number idnumber sid sis_user_id student_id student_number orgdefinedid org_defined_id "
    "matriculation_number id_nummer matrikelnummer matrikel_nr matrikelnr matrikel matr_nr numero_d_identification "
    "numero_d_etudiant numero_etudiant numero_de_id numero_id numero_de_identificacion numero_de_matricula matricula "
    "codice_identificativo matricola numero_di_matricola numero_de_identificacao n_de_identificacao numero_de_aluno "
    "id_nummer studentnummer studentennummer",
    "identifier": "identifier identifikator identificatie identificador identificativo",
    "first_name": "first_name firstname given_name vorname prenom nombre nombre_s nome nome_proprio voornaam",
    "last_name": "last_name lastname surname family_name nachname familienname nom nom_de_famille apellido apellidos "
    "apellido_s cognome apelido apelidos apelido_s sobrenome achternaam",
    FULL_NAME: "name student student_name full_name fullname vollstandiger_name nom_complet nombre_completo "
    "nome_completo volledige_naam",
    "email": "email e_mail email_address e_mail_address mail e_mail_adresse mailadresse email_adresse "
    "adresse_de_courriel courriel adresse_mail adresse_e_mail direccion_de_correo direccion_email correo_electronico "
    "direccion_de_correo_electronico correo indirizzo_email indirizzo_e_mail indirizzo_di_posta_elettronica "
    "endereco_de_email endereco_de_e_mail endereco_de_correio_eletronico e_mailadres emailadres",
    "section": "section sections",
}
_FIELD = {called: field for field, several in _CALLED.items() for called in several.split()}


def fields_of(headings: Sequence[str]) -> list[str]:
    """Return what each column holds, by the headings of all; an unknown one is returned in plain letters."""
    plain = [_plain(heading) for heading in headings]
    fields = [_FIELD.get(heading, heading) for heading in plain]
    if _CANVAS in plain:  # whose ID is the number of the user in file names
        fields = ["lms_user_id" if field == "id" else field for field in fields]
    return fields


def is_of_canvas(headings: Sequence[str]) -> bool:
    """Is this Canvas's gradebook, which has lines that are no students, such as the points that can be had?"""
    return _CANVAS in map(_plain, headings)


def _plain(heading: str) -> str:
    letters = unicodedata.normalize("NFKD", heading.casefold())
    return re.sub(r"[\W_]+", "_", "".join(c for c in letters if not unicodedata.combining(c))).strip("_")
