#!/usr/bin/env bash
# Scans as one step of a build, for action.yml and pipelines/azure-devops.yml. It ends with 0 whatever was found, so that
# reports can be published first; what the scan itself ended with is the output of the step.
#
# The inputs are environment variables, SCAN_PATHS to SCAN_SUMMARY. They are never part of a command's text: nothing in
# them acts. SCAN_PATHS, SCAN_PARAMETERS and SCAN_RULES hold one value a line. An empty one was not given.
# RDPCOMPLIANCE_DLL names a program that is built already; without it the checkout that this script lies in is built.
#
# Works with bash 3.2 (macOS) and Git Bash (Windows).
set -euo pipefail
unset CDPATH
root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)"

service=github
[ -z "${TF_BUILD:-}" ] || service=azure-pipelines

temporary="$(mktemp -d "${RUNNER_TEMP:-${AGENT_TEMPDIRECTORY:-${TMPDIR:-/tmp}}}/rdpcompliance.XXXXXXXX")"
: >"$temporary/errors"
: >"$temporary/log"
code=0
arguments=(scan)

refuse() {
  printf '%s\n' "$1" >>"$temporary/errors"
  code=2
}

# one OPTION VALUE. An option and its value are one word, so that a value may begin with '-' or '@'.
one() {
  [ -z "$2" ] || arguments+=("$1=$2")
}

# each OPTION LINES. Without an option the lines are arguments.
each() {
  local line
  while IFS= read -r line; do
    line="${line%$'\r'}"
    [ -z "${line//[[:blank:]]/}" ] || arguments+=("${1:+$1=}$line")
  done <<<"$2"
}

# is_on INPUT VALUE
is_on() {
  case "$2" in
    true | True | TRUE) return 0 ;;
    '' | false | False | FALSE) return 1 ;;
    *) refuse "$1: '$2' is neither true nor false." ; return 1 ;;
  esac
}

# The modules of registries that the inputs name are fetched into the compiler's cache, from which the scan reads them.
restore() {
  local path file
  : >"$temporary/modules"
  while IFS= read -r path; do
    path="${path%$'\r'}"
    [ -n "${path//[[:blank:]]/}" ] || continue
    is_absolute "$path" || path="./$path"
    [ ! -e "$path" ] || find "$path" \( -name .git -o -name node_modules \) -prune -o -type f \( -name '*.bicep' -o -name '*.bicepparam' \) \
      -exec grep -lE "'(br|ts)[:/]" {} + >>"$temporary/modules" 2>/dev/null || true
  done <<<"${SCAN_PATHS:-.}"
  [ -s "$temporary/modules" ] || return 0
  if ! command -v bicep >/dev/null 2>&1; then
    printf '%s\n' "Bicep is not on this machine, so that modules of registries are read only where a step before this one restored them ('bicep restore FILE')." >>"$temporary/errors"
    return 0
  fi
  while IFS= read -r file; do
    bicep restore "$file" </dev/null >>"$temporary/errors" 2>&1 || printf '%s\n' "bicep restore '$file' failed." >>"$temporary/errors"
  done <"$temporary/modules"
}

is_absolute() {
  case "$1" in
    /* | [A-Za-z]:[/\\]*) return 0 ;;
    *) return 1 ;;
  esac
}

# Commands in a log are told apart from text by a word that no input can know.
random() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

# output NAME VALUE, as NAME of GitHub's; Azure Pipelines has names in camelCase.
output() {
  local name="$1" value="$2" end
  if [ "$service" = github ]; then
    end="end_$(random)"
    printf '%s<<%s\n%s\n%s\n' "$name" "$end" "$value" "$end" >>"$GITHUB_OUTPUT"
  else
    case "$name" in
      exit-code) name=exitCode ;;
      sarif-file) name=sarifFile ;;
      sarif-directory) name=sarifDirectory ;;
    esac
    printf '##vso[task.setvariable variable=%s;isOutput=true]%s\n' "$name" "$(azure_text "$value")"
  fi
}

azure_text() {
  local text="${1//[%]/%AZP25}"
  text="${text//$'\r'/%0D}"
  text="${text//$'\n'/%0A}"
  text="${text//]/%5D}"
  printf '%s' "${text//;/%3B}"
}

github_text() {
  local text="${1//[%]/%25}"
  text="${text//$'\r'/%0D}"
  printf '%s' "${text//$'\n'/%0A}"
}

# What the program wrote on standard error quotes names of files and values of inputs, so nothing of it may act as a command.
say_errors() {
  [ -s "$temporary/errors" ] || return 0
  LC_ALL=C tr -d '\000-\010\013-\037\177' <"$temporary/errors" >"$temporary/errors.txt"
  local token first
  first="$(head -c 2000 "$temporary/errors.txt")"
  if [ "$service" = github ]; then
    token="$(random)"
    printf '::stop-commands::%s\n' "$token"
    cat -- "$temporary/errors.txt"
    printf '\n::%s::\n' "$token"
    case "$code" in 0 | 1 | 3) ;; *) printf '::error title=The scan did not come to its end::%s\n' "$(github_text "$first")" ;; esac
  else
    # The agent looks for '##' anywhere in a line.
    sed 's/#/# /g' <"$temporary/errors.txt"
    case "$code" in 0 | 1 | 3) ;; *) printf '##vso[task.logissue type=error;]%s\n' "$(azure_text "${first//#/# }")" ;; esac
  fi
}

# The numbers stand at the head of the report, before any text of an input.
count() {
  local head
  head="$(head -c 1000 "$temporary/report.json")"
  [[ $head =~ \"$1\":\ *([0-9]+) ]] && printf '%s' "${BASH_REMATCH[1]}"
}

publish() {
  local errors
  errors="$(count errors)"
  output sarif-file "$sarif"
  output findings "$((errors + $(count warnings) + $(count notes)))"
  output errors "$errors"
  if [ "$service" = github ]; then
    [ "$summary" = off ] || cat -- "$temporary/RdpCompliance.md" >>"$GITHUB_STEP_SUMMARY"
  else
    # A folder of its own, because a whole folder is what can be handed to Advanced Security.
    mkdir -- "$temporary/sarif"
    cp -- "$sarif" "$temporary/sarif/rdpcompliance.sarif"
    output sarif-directory "$temporary/sarif"
    [ "$summary" = off ] || printf '##vso[task.uploadsummary]%s\n' "$(azure_text "$temporary/RdpCompliance.md")"
  fi
}

program="${RDPCOMPLIANCE_DLL:-}"
unset RDPCOMPLIANCE_DLL # the program takes variables of that name for its configuration
if [ -z "$program" ]; then
  # In its own folder: a global.json of the repository that is scanned does not choose its SDK.
  (cd -- "$root/src/RdpCompliance.Cli" && dotnet build --configuration Release --nologo --verbosity quiet -p:RunAnalyzers=false)
  program="$root/src/RdpCompliance.Cli/bin/Release/net10.0/rdpcompliance.dll"
fi

directory="${SCAN_WORKING_DIRECTORY:-.}"
is_absolute "$directory" || directory="./$directory"
cd -- "$directory" 2>>"$temporary/errors" || refuse "working-directory: '$directory' is no folder."
here="$PWD"
if native="$(pwd -W 2>/dev/null)"; then
  here="$native" # Git Bash: what other programs call this folder
fi

sarif="${SCAN_SARIF_FILE:-rdpcompliance.sarif}"
is_absolute "$sarif" || sarif="$here/$sarif"

summary=off
! is_on summary "${SCAN_SUMMARY:-}" || summary=on
! is_on allow-incomplete "${SCAN_ALLOW_INCOMPLETE:-}" || arguments+=(--allow-incomplete)
! is_on no-config "${SCAN_NO_CONFIG:-}" || arguments+=(--no-config)
! is_on require-complete "${SCAN_REQUIRE_COMPLETE:-true}" || arguments+=(--require-complete)
restoring=off
! is_on restore-modules "${SCAN_RESTORE_MODULES:-true}" || restoring=on
one --config "${SCAN_CONFIG:-}"
one --config-from "${SCAN_CONFIG_FROM:-}"
one --policies "${SCAN_POLICIES:-}"
one --policies-only "${SCAN_POLICIES_ONLY:-}"
each --parameters "${SCAN_PARAMETERS:-}"
each --rule "${SCAN_RULES:-}"
one --severity "${SCAN_SEVERITY:-}"
one --fail-on "${SCAN_FAIL_ON:-}"
one --include-undecided "${SCAN_INCLUDE_UNDECIDED:-}"
one --category "${SCAN_CATEGORY:-}"
one --as-of "${SCAN_AS_OF:-}"
arguments+=("--format=sarif=$sarif" "--format=json=$temporary/report.json" "--format=markdown=$temporary/RdpCompliance.md" "--format=$service" "--output=$temporary/log" --)
given=${#arguments[@]}
each '' "${SCAN_PATHS:-}"
[ "${#arguments[@]}" -gt "$given" ] || arguments+=(.)

if [ "$code" -eq 0 ]; then
  [ "$restoring" = off ] || restore
  dotnet "$program" "${arguments[@]}" </dev/null 2>>"$temporary/errors" || code=$?
fi

say_errors
case "$code" in
  0 | 1 | 3)
    cat -- "$temporary/log"
    publish
    ;;
esac
output exit-code "$code"
