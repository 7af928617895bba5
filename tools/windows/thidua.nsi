; One setup for one person: no administrator, no questions with /S, removal leaves the figures.
; Values: VERSION, FOLDER (what is installed), OUT (the setup to write).
Target amd64-unicode
Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma
RequestExecutionLevel user
Name "Thi đua ${VERSION}"
OutFile "${OUT}"
BrandingText "thidua ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "thidua"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Theo dõi chỉ tiêu thi đua của xã"
VIAddVersionKey "LegalCopyright" "MIT"
LoadLanguageFile "${NSISDIR}/Contrib/Language files/Vietnamese.nlf"
ShowInstDetails show
ShowUninstDetails show
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\thidua"

; Always this folder, whatever /D says: removal takes whole folders away, which must be the program's own.
Function .onInit
  StrCpy $INSTDIR "$LOCALAPPDATA\Programs\thidua"
FunctionEnd

Function un.onInit
  StrCpy $INSTDIR "$LOCALAPPDATA\Programs\thidua"
FunctionEnd

!macro RefuseWhileOpen PREFIX
Function ${PREFIX}RefuseWhileOpen
  ClearErrors
  IfFileExists "$INSTDIR\python\python.exe" 0 free
  Rename "$INSTDIR\python\python.exe" "$INSTDIR\python\python-cu.exe"
  IfErrors 0 back
  DetailPrint "thidua đang mở: hãy đóng mọi cửa sổ thidua, rồi chạy lại."
  MessageBox MB_ICONEXCLAMATION "thidua đang mở. Hãy đóng mọi cửa sổ thidua, rồi chạy lại." /SD IDOK
  SetErrorLevel 2
  Quit
back:
  Rename "$INSTDIR\python\python-cu.exe" "$INSTDIR\python\python.exe"
free:
FunctionEnd
!macroend
!insertmacro RefuseWhileOpen ""
!insertmacro RefuseWhileOpen "un."

Section
  Call RefuseWhileOpen
  ; An older version's modules must not be found beside the new ones; venv: the folder of cai-dat.bat.
  RMDir /r "$INSTDIR\lib"
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\venv"
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${FOLDER}/*"
  IfErrors 0 written
  DetailPrint "LỖI: không ghi được vào $INSTDIR (đĩa đầy, hoặc phần mềm diệt virus chặn)."
  MessageBox MB_ICONSTOP "Không ghi được vào $INSTDIR (đĩa đầy, hoặc phần mềm diệt virus chặn)." /SD IDOK
  SetErrorLevel 3
  Abort
written:
  WriteUninstaller "$INSTDIR\go-bo.exe"
  WriteRegStr HKCU "${LISTED}" "DisplayName" "Thi đua (thidua)"
  WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\go-bo.exe"'
  WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\go-bo.exe" /S'
  WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1

  IfFileExists "$PROFILE\thi-dua\*.*" workspace
  DetailPrint "Tạo thư mục làm việc $PROFILE\thi-dua"
  nsExec::ExecToLog '"$INSTDIR\thidua.exe" init "$PROFILE\thi-dua"'
  Pop $0
  StrCmp $0 "0" workspace
  DetailPrint "LỖI: đã cài, nhưng thidua không chạy được (mã $0). Phần mềm diệt virus có thể đã chặn."
  MessageBox MB_ICONSTOP "Đã cài, nhưng thidua không chạy được (mã $0). Phần mềm diệt virus có thể đã chặn." /SD IDOK
  SetErrorLevel 4
workspace:
  SetOutPath "$PROFILE\thi-dua"
  CreateShortcut "$SMPROGRAMS\Thi đua.lnk" "$INSTDIR\thidua.bat" "" "$INSTDIR\thidua.exe" 0 SW_SHOWNORMAL "" "Ghi số liệu và báo cáo thi đua"
  CreateShortcut "$DESKTOP\Thi đua.lnk" "$INSTDIR\thidua.bat" "" "$INSTDIR\thidua.exe" 0 SW_SHOWNORMAL "" "Ghi số liệu và báo cáo thi đua"
  DetailPrint "Số liệu ở $PROFILE\thi-dua. Mở: Start, Thi đua."
SectionEnd

Section Uninstall
  Call un.RefuseWhileOpen
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\lib"
  RMDir /r "$INSTDIR\python"
  Delete "$INSTDIR\thidua.exe"
  Delete "$INSTDIR\thidua.bat"
  Delete "$INSTDIR\DOC-TRUOC.txt"
  Delete "$INSTDIR\go-bo.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Thi đua.lnk"
  Delete "$DESKTOP\Thi đua.lnk"
  DeleteRegKey HKCU "${LISTED}"
  DetailPrint "Số liệu ở $PROFILE\thi-dua được giữ lại."
SectionEnd
