#!/usr/bin/env bash
#
# Bicep 0.49.2: parseCidr and cidrHost do not agree on networks of two addresses or one.
#
# RFC 3021 uses both addresses of a /31. parseCidr gives the first of them as the first and as the last usable one, and cidrHost refuses to give any,
# although parseCidr has just named one; of a /32 parseCidr names the address itself, and cidrHost refuses that too. A module that takes a host's address out
# of the prefix of a jump host works with every prefix but that of a single address, which is how one writes a jump host in a rule.
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

expect "parseCidr('10.0.0.0/31').firstUsable" "'10.0.0.0'"
expect "parseCidr('10.0.0.0/31').lastUsable" "'10.0.0.0'"
expect "parseCidr('10.0.0.5/32').firstUsable" "'10.0.0.5'"
for network in 10.0.0.0/31 10.0.0.5/32; do
  seen="$(value "cidrHost('$network', 0)")"
  printf 'cidrHost %s\n    %s\n' "$network" "$seen"
  [[ "$seen" == *"Could not calculate"* ]] || { echo "changed: it gives an address"; exit 1; }
done

echo "as described"
