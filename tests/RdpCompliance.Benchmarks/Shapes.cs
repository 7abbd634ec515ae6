using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace RdpCompliance.Benchmarks;

/// <summary>Small inputs that ask for much work, by how much they ask for.</summary>
internal static class Shapes
{
    private const string Head =
        """{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", """;

    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>What each is called, the size that it is measured from, and what writes it into a folder.</summary>
    public static IReadOnlyList<(string Name, int Size, Action<string, int> Write)> All { get; } =
    [
        ("prefixes of one security rule", 8000, Prefixes),
        ("rules of one security group", 1000, Rules),
        ("rules that deny, each with destinations of its own", 250, Denials),
        ("security groups of a copy loop, 800 rules each", 1, Groups),
        ("objects in objects of a resource", 12, Nested),
        ("values that double", 15, Doublings),
        ("services of one listing", 8000, (folder, size) => Fleet.Services(folder, size)),
        ("firewall rules of one machine", 4000, (folder, size) => Fleet.Machines(folder, 1, size)),
        ("registry values of one export", 10_000, Values),
        ("files of an archive", 500, Archive),
        ("declared machines by exports", 50, Hosts),
    ];

    private static void Prefixes(string folder, int size) =>
        Template(folder, Group("g", Rule("r", 100, "Allow", Enumerable.Range(0, size).Select(Network), ["*"])));

    private static void Rules(string folder, int size) =>
        Template(folder, Group("g", [.. Enumerable.Range(0, size).Select(index => Rule($"r{index}", 100 + index, "Allow", [Network(index)], ["*"]))]));

    private static void Denials(string folder, int size) =>
        Template(
            folder,
            Group(
                "g",
                [
                    .. Enumerable.Range(0, size).Select(index => Rule($"d{index}", 100 + index, "Deny", [Network(index)], Destinations(index, size))),
                    Rule("all", 4096, "Allow", ["*"], ["*"]),
                ]));

    private static IEnumerable<string> Destinations(int index, int size) => Enumerable.Range(0, 20).Select(part => Network((index * 20) + part + size));

    private static void Groups(string folder, int size) =>
        Write(
            folder,
            "main.json",
            Head + "\"resources\": [ { \"type\": \"Microsoft.Network/networkSecurityGroups\", \"apiVersion\": \"2024-05-01\", "
            + "\"location\": \"westeurope\", "
            + "\"name\": \"[concat('g', copyIndex())]\", \"copy\": { \"name\": \"all\", \"count\": " + Number(size) + " }, \"properties\": { \"copy\": "
            + "[ { \"name\": \"securityRules\", \"count\": 800, "
            + "\"input\": { \"name\": \"[concat('r', copyIndex('securityRules'))]\", \"properties\": { "
            + "\"priority\": \"[add(100, copyIndex('securityRules'))]\", \"access\": \"Allow\", \"direction\": \"Inbound\", \"protocol\": \"Tcp\", "
            + "\"sourcePortRange\": \"*\", \"destinationPortRange\": \"3389\", \"destinationAddressPrefix\": \"*\", "
            + "\"sourceAddressPrefix\": \"[concat('20.', div(copyIndex('securityRules'), 256), '.', mod(copyIndex('securityRules'), 256), '.0/24')]\" "
            + "} } } ] } } ] }");

    private static void Nested(string folder, int size)
    {
        var value = string.Concat(Enumerable.Repeat("{ \"a\": ", size)) + "1" + string.Concat(Enumerable.Repeat(" }", size));
        Write(
            folder,
            "main.json",
            Head + "\"resources\": [ { \"type\": \"Microsoft.Compute/virtualMachines\", \"apiVersion\": \"2024-07-01\", \"name\": \"vm\", "
            + "\"location\": \"westeurope\", \"properties\": { \"osProfile\": " + value + ", \"storageProfile\": " + value + " } } ] }");
    }

    private static void Doublings(string folder, int size)
    {
        var variables = Enumerable.Range(1, size).Select(index => $"\"v{Number(index)}\": \"[{Twice(index - 1)}]\"");
        Write(
            folder,
            "main.json",
            Head + $"\"variables\": {{ \"v0\": [ 1 ], {string.Join(", ", variables)}, "
            + $"\"same\": \"[equals(variables('v{Number(size)}'), {Twice(size - 1)})]\" }}, "
            + "\"resources\": [], \"outputs\": { \"o\": { \"type\": \"bool\", \"value\": \"[variables('same')]\" } } }");
    }

    private static string Twice(int index) => $"createArray(variables('v{Number(index)}'), variables('v{Number(index)}'))";

    private static void Values(string folder, int size)
    {
        var text = new StringBuilder("Windows Registry Editor Version 5.00\r\n\r\n");
        for (var index = 0; index < size; index++)
        {
            if (index % 10 == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Service{index}]\r\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"\"Value{index}\"=dword:{index:x8}\r\n");
        }

        Write(folder, "host.reg", text.ToString());
    }

    private static void Archive(string folder, int size)
    {
        using var archive = ZipFile.Open(Path.Combine(folder, "all.zip"), ZipArchiveMode.Create);
        for (var index = 0; index < size; index++)
        {
            using var writer = new StreamWriter(archive.CreateEntry($"pc{Number(index)}/host.reg").Open(), Plain);
            writer.Write(
                "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server]\r\n"
                + "\"fDenyTSConnections\"=dword:00000001\r\n");
        }
    }

    private static void Hosts(string folder, int size)
    {
        var hosts = new StringBuilder("hosts:\n");
        for (var index = 0; index < size; index++)
        {
            hosts.Append(CultureInfo.InvariantCulture, $"  - {{ name: pc{index}, roles: [host], paths: ['**/*{index}/**'] }}\n");
            var own = Directory.CreateDirectory(Path.Combine(folder, $"pc{Number(index)}")).FullName;
            for (var part = 0; part < 4; part++)
            {
                Write(
                    own,
                    $"{Number(part)}.reg",
                    "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server]\r\n"
                    + $"\"Value{Number(part)}\"=dword:00000001\r\n");
            }
        }

        Write(folder, ".rdpcompliance.yml", hosts.ToString());
    }

    private static string Network(int index) => string.Create(CultureInfo.InvariantCulture, $"20.{index / 256}.{index % 256}.0/24");

    private static string Rule(string name, int priority, string access, IEnumerable<string> sources, IEnumerable<string> destinations) =>
        $"{{ \"name\": \"{name}\", \"properties\": {{ \"priority\": {Number(priority)}, \"access\": \"{access}\", \"direction\": \"Inbound\", "
        + $"\"protocol\": \"Tcp\", \"sourcePortRange\": \"*\", \"destinationPortRange\": \"3389\", {Addresses("source", sources)}, "
        + $"{Addresses("destination", destinations)} }} }}";

    private static string Addresses(string end, IEnumerable<string> prefixes) =>
        prefixes.ToList() is [var only]
            ? $"\"{end}AddressPrefix\": \"{only}\""
            : $"\"{end}AddressPrefixes\": [ {string.Join(", ", prefixes.Select(prefix => $"\"{prefix}\""))} ]";

    private static string Group(string name, params string[] rules) =>
        $"{{ \"type\": \"Microsoft.Network/networkSecurityGroups\", \"apiVersion\": \"2024-05-01\", \"name\": \"{name}\", \"location\": \"westeurope\", "
        + $"\"properties\": {{ \"securityRules\": [\n{string.Join(",\n", rules)}\n] }} }}";

    private static void Template(string folder, string resource) => Write(folder, "main.json", $"{Head}\"resources\": [ {resource} ] }}");

    private static void Write(string folder, string name, string text) => File.WriteAllText(Path.Combine(folder, name), text, Plain);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
