#!/usr/bin/env bash
#
# Bicep 0.49.2: whether keys that differ by case are one key depends on how the object came about.
#
# An object read by json() keeps "a" and "A" apart, and items() lists both. union() of two objects takes them for one key, keeps the value of the later and
# its spelling; contains() finds a key in any case in an object, but a text in a list only in its own. A table of rules that is keyed by names ("rdp",
# "RDP") so loses one entry in one way of writing a template and none in another, and nothing is said.
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

expect "length(json('{\"a\":1,\"A\":2}'))" "2"
expect "length(union({ a: 1 }, { A: 2 }))" "1"
expect "union({ a: 1 }, { A: 2 })" "{ A: 2 }"
expect "contains({ a: 1 }, 'A')" "true"
expect "contains(['A'], 'a')" "false"

echo "as described"
