#!/usr/bin/env bash
#
# Bicep 0.49.2: an address without a prefix length is a network of its historic class.
#
# One would expect parseCidr and cidrSubnet to refuse "10.0.0.0", or to take it as one address: there have been no classes since 1993, and the documentation
# speaks of a CIDR range. Instead the first bits decide: 10.0.0.0 is a /8, 172.16.0.0 a /16, 192.168.1.0 a /24. A forgotten "/24" in a parameter that opens
# Remote Desktop to "the administrators' range" so becomes 16 million addresses, and nothing is said.
# Whoever computes what a template opens has to do the same, or reads a rule as narrower than it is.
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

expect "parseCidr('10.1.2.3').cidr" "8"
expect "parseCidr('10.1.2.3').network" "'10.0.0.0'"
expect "parseCidr('172.16.0.0').cidr" "16"
expect "parseCidr('192.168.1.0').cidr" "24"
expect "cidrSubnet('10.0.0.0', 24, 65535)" "'10.255.255.0/24'"

echo "as described"
