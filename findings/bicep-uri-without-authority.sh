#!/usr/bin/env bash
#
# Bicep 0.49.2: parseUri cuts an address without "//" in two and loses a part.
#
# "mailto:a@b.c" has no authority: by RFC 3986 all of "a@b.c" is its path. parseUri says that the host is "b.c" and the path is empty; "a@" stands nowhere, so
# that buildUri cannot put the address together again. Links with a scheme of their own, such as those that start a Remote Desktop client, are of that form.
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

expect "parseUri('mailto:a@b.c').host" "'b.c'"
expect "parseUri('mailto:a@b.c').path" "''"

echo "as described"
