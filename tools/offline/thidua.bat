@echo off
rem Opens thidua: without words a window in the folder of the figures, with words one command.
chcp 65001 >nul 2>nul
set "PATH=%LOCALAPPDATA%\Programs\thidua\venv\Scripts;%PATH%"
if not "%~1"=="" goto mot_lenh
title thidua
cd /d "%USERPROFILE%\thi-dua"
thidua.exe report
cmd /k
exit /b 0

:mot_lenh
thidua.exe %*
exit /b %errorlevel%
