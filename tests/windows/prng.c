/* Wine 8 lacks bcryptprimitives.dll, which every Windows 10 has and pydantic-core calls. Only for tests under Wine. */
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) { return SystemFunction036(bytes, (ULONG)count); }
