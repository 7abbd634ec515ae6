#!/usr/bin/env bash
#
# Bicep 0.49.2: a month of dateTimeAdd is 30 days, and a year 365, whatever the calendar says.
#
# ISO 8601 durations name calendar months: one expects 31 January plus P1M to be 28 February, as other libraries clamp it, or an error. It is 2 March. A leap
# year plus P1Y ends a day early. The registration token of a host pool of Azure Virtual Desktop, or anything else whose end a template computes with
# P1M, does not end on the day that its author reads there.
set -euo pipefail

version="0.49.2"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cat >"$folder/bicep.csproj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="Azure.Bicep.CommandLine.linux-x64" Version="[0.49.2]" /></ItemGroup>
</Project>
END
dotnet restore "$folder/bicep.csproj" --packages "$folder/packages" -v quiet >"$folder/restore.log" 2>&1 || { cat "$folder/restore.log"; exit 1; }
bicep="$folder/packages/azure.bicep.commandline.linux-x64/$version/tools/bicep"
chmod u+x "$bicep"

# What the console prints for one expression, on one line.
value() {
  printf '%s\n' "$1" | "$bicep" console 2>/dev/null | tr -s ' \n' ' ' | sed 's/^ //; s/ $//'
}

# Says what was seen; ends the script when it is another thing than described.
expect() {
  local seen
  seen="$(value "$1")"
  printf '%s\n    %s\n' "$1" "$seen"
  if [ "$seen" != "$2" ]; then
    printf 'changed: described as %s\n' "$2"
    exit 1
  fi
}

expect "dateTimeAdd('2026-01-31T00:00:00Z', 'P1M')" "'2026-03-02T00:00:00Z'"
expect "dateTimeAdd('2026-03-31T00:00:00Z', '-P1M')" "'2026-03-01T00:00:00Z'"
expect "dateTimeAdd('2028-01-01T00:00:00Z', 'P1Y')" "'2028-12-31T00:00:00Z'"

echo "as described"
