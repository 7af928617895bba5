@echo off
rem Installs thidua from this folder, without internet. Plain ASCII on purpose: old consoles cannot show accents.
setlocal DisableDelayedExpansion
chcp 65001 >nul 2>nul
set "GOI=%~dp0goi"
set "NOI_CAI=%LOCALAPPDATA%\Programs\thidua"
set "SO_LIEU=%USERPROFILE%\thi-dua"
set "IM_LANG=%~1"
set "PYTHON="

echo Cai dat thidua @VERSION@ (khong can internet)
if not exist "%GOI%\thidua_cli-@VERSION@-py3-none-any.whl" goto thieu_goi
for %%V in (@PYTHONS@) do py -%%V -c "import venv" >nul 2>nul && set "PYTHON=py -%%V"
if defined PYTHON goto co_python
for %%V in (@PYTHONS@) do python -c "import sys, venv; sys.exit(sys.version_info[:2] != tuple(map(int, '%%V'.split('.'))))" >nul 2>nul && set "PYTHON=python"
if not defined PYTHON goto thieu_python

:co_python
echo - Dung: %PYTHON%
echo - Dang cai vao %NOI_CAI% ...
%PYTHON% -m venv --clear "%NOI_CAI%\venv"
if errorlevel 1 goto loi_venv
"%NOI_CAI%\venv\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --isolated --no-index --find-links "%GOI%" --require-hashes --requirement "%GOI%\khoa.txt"
if errorlevel 1 goto loi_pip
"%NOI_CAI%\venv\Scripts\thidua.exe" --version
if errorlevel 1 goto loi_chay
copy /y "%~dp0thidua.bat" "%NOI_CAI%\thidua.bat" >nul
if errorlevel 1 goto loi_chay

if exist "%SO_LIEU%\" goto co_so_lieu
"%NOI_CAI%\venv\Scripts\thidua.exe" init "%SO_LIEU%"
if errorlevel 1 goto loi_init
:co_so_lieu

set "MAN_HINH=%USERPROFILE%\Desktop"
if defined OneDrive if exist "%OneDrive%\Desktop\" set "MAN_HINH=%OneDrive%\Desktop"
if not exist "%MAN_HINH%\" goto xong
copy /y "%~dp0thidua.bat" "%MAN_HINH%\Thi dua.bat" >nul
if not errorlevel 1 echo - Tren man hinh nen: bam dup vao "Thi dua" de mo.
:xong
echo - Ke hoach va so lieu o: %SO_LIEU%
echo XONG.
call :dung
exit /b 0

:thieu_goi
echo LOI: khong thay thu muc "goi" ben canh tep nay. Hay chep CA thu muc tu USB, roi chay lai.
goto that_bai
:thieu_python
echo LOI: may chua co Python phu hop (can mot trong: @PYTHONS@).
echo Hay cai Python truoc, theo muc 1 cua DOC-TRUOC.txt, roi chay lai tep nay.
goto that_bai
:loi_venv
echo LOI: khong tao duoc "%NOI_CAI%\venv". Hay dong moi cua so thidua dang mo, roi chay lai.
goto that_bai
:loi_pip
echo LOI: khong cai duoc tu "%GOI%". Hay chep lai ca thu muc tu USB, roi chay lai.
goto that_bai
:loi_chay
echo LOI: da cai nhung khong chay duoc. Phan mem diet virus co the da chan thidua.exe.
goto that_bai
:loi_init
echo LOI: da cai thidua, nhung khong tao duoc "%SO_LIEU%".
goto that_bai

:that_bai
echo So lieu da ghi (neu co) khong bi dung toi.
call :dung
exit /b 1

:dung
if /i not "%IM_LANG%"=="/q" pause
exit /b 0
