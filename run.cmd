@echo off
rem Find a Python that ipdesk can live with; tools\dev.py does the rest.
setlocal
set PYTHONUTF8=1
py -3.11 -c "" >nul 2>&1 && (py -3.11 "%~dp0tools\dev.py" run %* & exit /b)
py -3.12 -c "" >nul 2>&1 && (py -3.12 "%~dp0tools\dev.py" run %* & exit /b)
python "%~dp0tools\dev.py" run %*
if errorlevel 9009 (echo Python 3.11 is missing: install it from python.org and start again.& exit /b 3)
