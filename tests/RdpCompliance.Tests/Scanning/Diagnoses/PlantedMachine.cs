using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Scanning.Diagnoses;

/// <summary>The files of a machine, in which the statements of a fault are carried out.</summary>
internal sealed class PlantedMachine
{
    private const string RegFile = "host.reg";
    private const string Template = "rights.inf";
    private const string SnapshotFile = "snapshot.json";
    private const string Certificate = "certificate.cer.yml";
    private const string Connection = "office.rdp";

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly JsonObject _snapshot;
    private readonly List<string> _reg;
    private readonly List<string> _client = [];

    private PlantedMachine(IEnumerable<Source> files)
    {
        foreach (var file in files)
        {
            _texts[file.Name] = file.Text.Value;
        }

        _snapshot = JsonNode.Parse(_texts.GetValueOrDefault(SnapshotFile, "{}")) as JsonObject ?? [];
        _reg = [.. _texts.GetValueOrDefault(RegFile, "Windows Registry Editor Version 5.00\n").Replace("\r", "", StringComparison.Ordinal).Split('\n')];
    }

    /// <summary>A healthy machine with Remote Desktop on.</summary>
    public static PlantedMachine Healthy(string name) => new(Repository.Tree($"tests/corpus/healthy/{name}/switched-on").Sources);

    /// <summary>The machine as it is without the fault.</summary>
    public static PlantedMachine Without(PlantedFault fault) => Healthy(fault.Base).With(fault.Surroundings).With(fault.Repair);

    public static PlantedMachine Of(PlantedFault fault) => Healthy(fault.Base).With(fault.Surroundings).With(fault.Fault);

    /// <summary>What people send: the one key, list or file that shows the fault, as its command prints it.</summary>
    public static PlantedMachine OnlyFault(PlantedFault fault)
    {
        var whole = Of(fault);
        var touched = fault.Fault.Select(statement => statement.Split(' ', 2)).ToLookup(words => words[0], words => words[1], StringComparer.Ordinal);
        var machine = new PlantedMachine([]);
        foreach (var name in new (string Kind, string File)[] { ("right", Template), ("inf", Template), ("cert", Certificate), ("rdp", Connection) }
            .Where(kind => touched.Contains(kind.Kind))
            .Select(kind => kind.File))
        {
            machine._texts[name] = whole._texts[name];
        }

        List<string> keys =
        [
            .. touched["reg"].Select(statement => Long(statement.TrimStart('-').Split('!')[0])),
            .. touched["many"].Select(statement => Long(statement[..statement.LastIndexOf(' ')])),
        ];
        for (var at = 0; at < whole._reg.Count; at++)
        {
            var line = $"{whole._reg[at].TrimEnd(']')}\\";
            if (line[0] == '[' && keys.Exists(key => line.StartsWith($"[{key}\\", StringComparison.OrdinalIgnoreCase)))
            {
                machine._reg.AddRange(["", .. whole._reg[at..whole.End(at)]]);
            }
        }

        var sections = touched["snap"].Select(statement => statement.Split(' ')[0]).ToList();
        foreach (var section in touched.Contains("svc") ? [.. sections, "services"] : sections)
        {
            machine._snapshot[section] = whole._snapshot[section]?.DeepClone();
        }

        if (machine._snapshot.Count > 0 || touched.Contains("os"))
        {
            machine._snapshot["format"] = "rdpcompliance-snapshot";
            machine._snapshot["version"] = 1;
            machine._snapshot["captured"] = "2025-12-30T08:00:00Z";
            machine._snapshot["machine"] = whole._snapshot["machine"]?.DeepClone();
        }

        return machine;
    }

    public SourceTree Tree()
    {
        if (_snapshot.Count > 0)
        {
            _texts[SnapshotFile] = _snapshot.ToJsonString();
        }

        if (_reg.Exists(line => line.StartsWith('[')))
        {
            _texts[RegFile] = string.Join("\r\n", _reg);
        }

        if (_client.Count > 0)
        {
            var client = new PlantedMachine([]).With(
                [
                    .. _client.Select(statement => $"reg {statement}"),
                    @"reg HKLM\SYSTEM\CurrentControlSet\Control\ComputerName\ComputerName!ComputerName=""CLIENT1""",
                ]);
            _texts[$"client/{RegFile}"] = string.Join("\r\n", client._reg);
            _texts[$"client/{Connection}"] = _texts[Connection];
            _texts.Remove(Connection);
        }

        return new(_texts.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => Assemble(Source.FromText(file.Key, file.Value))));
    }

    private PlantedMachine With(IEnumerable<string> statements)
    {
        foreach (var statement in statements)
        {
            var space = statement.IndexOf(' ', StringComparison.Ordinal);
            var rest = statement[(space + 1)..];
            switch (statement[..space])
            {
                case "reg":
                    Registry(rest);
                    break;
                case "client":
                    _client.Add(rest);
                    break;
                case "many":
                    Many(rest);
                    break;
                case "svc":
                    Service(rest);
                    break;
                case "right":
                    Line("Privilege Rights", rest.Replace("=", " = ", StringComparison.Ordinal));
                    break;
                case "inf":
                    Line(rest[..rest.IndexOf('|', StringComparison.Ordinal)], rest[(rest.IndexOf('|', StringComparison.Ordinal) + 1)..]);
                    break;
                case "os":
                    System(rest);
                    break;
                case "snap":
                    Snap(rest[..rest.IndexOf(' ', StringComparison.Ordinal)], rest[(rest.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
                    break;
                case "cert":
                    var (name, value) = Pair(rest);
                    var others = _texts[Certificate].Split('\n').Where(line => !line.StartsWith($"{name}:", StringComparison.Ordinal));
                    _texts[Certificate] = $"{string.Join('\n', others).TrimEnd()}\n{name}: {value}\n";
                    break;
                case "rdp":
                    _texts[Connection] = $"{_texts.GetValueOrDefault(Connection)}{rest}\n";
                    break;
                default:
                    throw new FormatException($"'{statement}' is no statement.");
            }
        }

        return this;
    }

    private void Registry(string statement)
    {
        var isRemoved = statement[0] == '-';
        var mark = statement.IndexOf('!', StringComparison.Ordinal);
        var key = Long(statement[(isRemoved ? 1 : 0)..(mark < 0 ? statement.Length : mark)]);
        var start = _reg.FindIndex(line => line.Equals($"[{key}]", StringComparison.OrdinalIgnoreCase));
        if (isRemoved && mark < 0)
        {
            if (start >= 0)
            {
                _reg.RemoveRange(start, End(start) - start);
            }

            return;
        }

        if (start < 0)
        {
            start = Append(key);
        }

        var name = statement[(mark + 1)..];
        var equals = isRemoved ? -1 : name.IndexOf('=', StringComparison.Ordinal);
        var value = $"\"{(equals < 0 ? name : name[..equals])}\"=";
        var at = _reg.FindIndex(start, End(start) - start, line => line.StartsWith(value, StringComparison.OrdinalIgnoreCase));
        if (at >= 0)
        {
            _reg.RemoveAt(at);
        }

        if (!isRemoved)
        {
            _reg.Insert(start + 1, value + name[(equals + 1)..]);
        }
    }

    /// <summary>As regedit prints it: what a key is below comes before it.</summary>
    private int Append(string key)
    {
        var parts = key.Split('\\');
        for (var length = parts[0] == "HKEY_CURRENT_USER" ? parts.Length : 2; length <= parts.Length; length++)
        {
            var part = $"[{string.Join('\\', parts.Take(length))}]";
            if (!_reg.Exists(line => line.Equals(part, StringComparison.OrdinalIgnoreCase)))
            {
                _reg.AddRange(["", part]);
            }
        }

        _reg.Add("");
        return _reg.FindIndex(line => line.Equals($"[{key}]", StringComparison.OrdinalIgnoreCase));
    }

    private int End(int start) => _reg.FindIndex(start + 1, line => line.StartsWith('[')) is var next and >= 0 ? next : _reg.Count;

    private void Many(string statement)
    {
        var space = statement.LastIndexOf(' ');
        for (var number = int.Parse(statement[(space + 1)..], CultureInfo.InvariantCulture); number > 0; number--)
        {
            Registry($"{statement[..space]}!{{{number:x8}}}=\"v2.31|Action=Allow|Active=TRUE|Dir=Out|Protocol=6|Name=App {number}|\"");
        }
    }

    private void Service(string statement)
    {
        var words = statement.Split(' ');
        var service = new JsonObject { ["name"] = words[0] };
        foreach (var (name, value) in words.Skip(1).Select(Pair))
        {
            service[name] = int.Parse(value, CultureInfo.InvariantCulture);
            if (name == "start")
            {
                Registry($@"HKLM\SYSTEM\CurrentControlSet\Services\{words[0]}!Start=dword:0000000{value}");
            }
        }

        Snap("services", service.ToJsonString());
    }

    private void Line(string section, string line)
    {
        var text = new StringBuilder();
        var name = Pair(line).Name.TrimEnd();
        var whole = _texts[Template];
        if (!whole.Contains($"[{section}]", StringComparison.Ordinal))
        {
            whole = $"{whole.TrimEnd()}\n[{section}]\n";
        }

        foreach (var one in whole.Replace("\r", "", StringComparison.Ordinal).Split('\n'))
        {
            if (!one.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                text.Append(CultureInfo.InvariantCulture, $"{one}\n");
            }

            if (one == $"[{section}]")
            {
                text.Append(CultureInfo.InvariantCulture, $"{line}\n");
            }
        }

        _texts[Template] = text.ToString();
    }

    private void System(string statement)
    {
        var (name, value) = Pair(statement);
        var machine = _snapshot["machine"] as JsonObject ?? [];
        var holder = name == "domain-joined" ? machine : machine["os"] as JsonObject ?? [];
        holder[name] = value is "true" or "false" ? JsonValue.Create(value == "true")
            : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
            : JsonValue.Create(value);
    }

    /// <summary>An entry takes the place of the one that is the same thing; '-' and its name take it away, '-' alone all of them.</summary>
    private void Snap(string section, string text)
    {
        if (_snapshot[section] is not JsonObject known)
        {
            _snapshot[section] = known = new JsonObject { ["covers"] = section == "events" ? new JsonArray() : "listed", ["items"] = new JsonArray() };
        }

        var items = known["items"] as JsonArray ?? [];
        var isRemoved = text[0] == '-';
        var entry = isRemoved ? null : JsonNode.Parse(text);
        var wanted = isRemoved ? text[1..] : Identity(section, entry);
        foreach (var same in items.Where(item => wanted.Length == 0 || Identity(section, item) == wanted).ToList())
        {
            items.Remove(same);
        }

        if (entry is not null)
        {
            items.Add(entry);
        }
    }

    private static string Identity(string section, JsonNode? item) => section switch
    {
        "services" or "adapters" or "features" or "drives" => $"{item?["name"]}",
        "sockets" => $"{item?["protocol"]} {item?["local-address"]} {item?["local-port"]}",
        "routes" => $"{item?["destination"]}",
        "acl" => $"{item?["path"]}",
        "devices" => $"{item?["instance-id"]}",
        "hotfixes" => $"{item?["id"]}",

        // A machine has one clock.
        "time-offset" => "",
        _ => $"{item?.ToJsonString()}",
    };

    private static (string Name, string Value) Pair(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? (text[..at], text[(at + 1)..]) : (text, "");

    private static string Long(string key) => key
        .Replace(@"HKLM\", @"HKEY_LOCAL_MACHINE\", StringComparison.Ordinal)
        .Replace(@"HKCU\", @"HKEY_CURRENT_USER\", StringComparison.Ordinal);

    private static Source Assemble(Source source) =>
        EvidenceReaders.Twins.FirstOrDefault(twin => source.Name.EndsWith(twin.Extension, StringComparison.Ordinal)) is { } twin
            ? twin.Assemble(source.Name[..^twin.Extension.Length], source.Text.Value).Source
            : source;
}
