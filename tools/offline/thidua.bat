@echo off
rem Opens thidua: without words a window in the folder of the figures, with words one command.
rem Never a thidua.exe that lies in the present folder: it may have come with somebody's mail.
chcp 65001 >nul 2>nul
set "NoDefaultCurrentDirectoryInExePath=1"
set "CHO=%LOCALAPPDATA%\Programs\thidua\venv\Scripts\"
set "PATH=%CHO%;%PATH%"
if not "%~1"=="" goto mot_lenh
title thidua
cd /d "%USERPROFILE%\thi-dua"
"%CHO%thidua.exe" report
cmd /k
exit /b 0

:mot_lenh
"%CHO%thidua.exe" %*
exit /b %errorlevel%
