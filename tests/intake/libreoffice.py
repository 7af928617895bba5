"""Fills in a form with LibreOffice itself, without a screen: a macro types into cells and saves as XLSX and as CSV."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

MACRO = """Sub Fill(source As String, folder As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  sheet = book.Sheets.getByIndex(0)
  For row = 6 To 40
    id = sheet.getCellByPosition(0, row).String
    If id = "dan-gia-suc" Then sheet.getCellByPosition(7, row).Value = 6550
    If id = "bao-phu-bhyt" Then sheet.getCellByPosition(7, row).Value = 95.6
    If id = "ho-ngheo" Then
      sheet.getCellByPosition(8, row).Value = 105
      sheet.getCellByPosition(9, row).Value = 2910
      sheet.getCellByPosition(11, row).String = "ước tính"
    End If
  Next row
  Dim excel(0) As New com.sun.star.beans.PropertyValue
  excel(0).Name = "FilterName" : excel(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(folder &amp; "/filled.xlsx", excel())
  Dim text(1) As New com.sun.star.beans.PropertyValue
  text(0).Name = "FilterName" : text(0).Value = "Text - txt - csv (StarCalc)"
  text(1).Name = "FilterOptions" : text(1).Value = "59,34,76,1"
  book.storeToURL(folder &amp; "/filled.csv", text())
  book.close(True)
End Sub"""
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MODULE = (
    f'{HEAD}<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Fill"'
    f' script:language="StarBasic">{MACRO}</script:module>'
)
LIBRARY = (
    f'{HEAD}<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n'
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
    ' library:readonly="false" library:passwordprotected="false"><library:element library:name="Fill"/>'
    "</library:library>"
)


def is_installed() -> bool:
    return shutil.which("soffice") is not None


def fill_in(form: Path, folder: Path) -> None:
    """Type into the form and save it in `folder` as filled.xlsx and filled.csv."""
    profile = folder / "profile"
    library = profile / "user" / "basic" / "Standard"
    library.mkdir(parents=True)
    call = f'macro:///Standard.Fill.Fill("{form.as_uri()}","{folder.as_uri()}")'
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}", call]
    for _ in range(3):  # the first start makes the profile, with a macro library of its own
        (library / "Fill.xba").write_text(MODULE, "utf-8")
        (library / "script.xlb").write_text(LIBRARY, "utf-8")
        subprocess.run(command, check=False, capture_output=True, timeout=120)
        if (folder / "filled.csv").exists():
            return
    raise AssertionError("LibreOffice saved nothing")
