using System.Text;
using System.Text.Json.Nodes;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Host;
using RdpCompliance.Tests.Derivations.Certificates;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Host;

public sealed class SnapshotReaderTests
{
    private const string Sample = """
        {
          "format": "rdpcompliance-snapshot",
          "version": 1,
          "captured": "2026-01-02T03:04:05Z",
          "machine": { "name": "PC1", "domain-joined": true, "os": { "build": 26100, "ubr": 2314, "product-type": 1, "edition": "Professional" } },
          "registry": {
            "covers": ["HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server"],
            "keys": [
              {
                "key": "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server",
                "written": "2025-12-01T00:00:00Z",
                "values": [
                  { "name": "fDenyTSConnections", "type": "REG_DWORD", "value": 0 },
                  { "name": "SnapshotMonitors", "type": "REG_SZ", "value": "1" },
                  { "name": "Certificate", "type": "REG_BINARY", "data": "01ff" },
                  { "name": "Names", "type": "REG_MULTI_SZ", "value": ["a", "b"] },
                  { "name": "Big", "type": "REG_QWORD", "value": "18446744073709551615" },
                  { "name": "Odd", "type": "REG_0x12", "data": "" }
                ]
              },
              { "key": "HKCU\\Software\\Microsoft\\Terminal Server Client" }
            ]
          },
          "services": {
            "captured": "2026-01-02T03:04:09Z",
            "covers": "all",
            "items": [{ "name": "TermService", "start": 3, "status": 4, "dependencies": ["RPCSS"] }]
          },
          "firewall": {
            "rules": { "covers": "all", "items": [{ "name": "RemoteDesktop-UserMode-In-TCP", "enabled": true, "direction": "in", "action": "allow", "local-ports": ["3389"] }] },
            "profiles": { "covers": "all", "items": [{ "name": "public", "enabled": true, "inbound": "block" }] }
          },
          "sockets": { "covers": "listed", "items": [{ "protocol": "tcp", "local-address": "::", "local-port": 3389, "state": "listen", "pid": 1520 }] },
          "events": {
            "covers": [{ "channel": "System", "from": "2026-01-01T00:00:00Z" }, { "channel": "Security" }],
            "items": [{ "provider": "TermDD", "id": 56, "time": "2026-01-02T01:00:00Z", "channel": "System", "record-id": 7, "data": ["x"], "named": { "Status": "0xc0" }, "binary": "00ff" }]
          }
        }
        """;

    [Fact]
    public void A_snapshot_names_its_machine_and_time()
    {
        var origin = Assert.IsType<Origin.Host>(Read(Sample).Origin);

        Assert.Equal(new Origin.Host("PC1", "host") { Captured = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) }, origin);
    }

    [Theory]
    [InlineData("os.build", "26100")]
    [InlineData("os.product-type", "1")]
    [InlineData("domain-joined", "true")]
    public void The_machine_is_an_item(string field, string value) =>
        Assert.Equal(value, Read(Sample).Items.Single(item => item.Space == "machine").Value(field));

    [Fact]
    public void Registry_values_have_the_bytes_that_Windows_would_store()
    {
        var values = Read(Sample)
            .Observations.Where(seen => seen.Action == ObservedAction.Set)
            .Select(seen =>
                $"{((Address.Registry)seen.Address).Name}={((SettingValue.Registry)seen.Value).Data.Type}:"
                    + $"{Convert.ToHexStringLower(((SettingValue.Registry)seen.Value).Data.Bytes.Span)}"
            );

        Assert.Equal(
            "fDenyTSConnections=REG_DWORD:00000000 SnapshotMonitors=REG_SZ:31000000 Certificate=REG_BINARY:01ff Names=REG_MULTI_SZ:61000000620000000000 Big=REG_QWORD:ffffffffffffffff Odd=REG_0x12:",
            string.Join(' ', values));
    }

    [Fact]
    public void Keys_are_observed_in_their_half_with_their_write_time()
    {
        var keys = Read(Sample).Observations.Where(seen => seen.Action == ObservedAction.Key).ToList();

        Assert.Equal("Machine User", string.Join(' ', keys.Select(seen => ((Address.Registry)seen.Address).Half)));
        Assert.Equal(new DateTimeOffset(2025, 12, 1, 0, 0, 0, TimeSpan.Zero), keys[0].Written);
    }

    [Fact]
    public void A_section_may_have_a_time_of_its_own()
    {
        var items = Read(Sample).Items;

        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 9, TimeSpan.Zero), items.Single(item => item.Space == "service").Captured);
        Assert.Null(items.Single(item => item.Space == "event").Captured);
    }

    [Fact]
    public void A_section_covers_what_it_says() =>
        Assert.Equal(
            string.Join(
                '\n',
                new Coverage[]
                {
                    new Coverage.RegistryTree(RegistryKey.LocalMachine.Below(@"SYSTEM\CurrentControlSet\Control\Terminal Server")),
                    new Coverage.Space("service"),
                    new Coverage.Space("firewall-rule"),
                    new Coverage.Space("firewall-profile"),
                    new Coverage.Events("System", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)),
                    new Coverage.Events("Security", null),
                }.Select(cover => cover.ToString())),
            string.Join('\n', Read(Sample).Coverage.Select(cover => cover.ToString())));

    [Theory]
    [InlineData("\"items\": [{ \"name\": \"TermService\", \"start\": 3 }, { \"start\": 4 }]")]
    [InlineData("\"items\": [{ \"name\": \"TermService\", \"start\": 3 }, 4]")]
    [InlineData("\"items\": [{ \"name\": \"TermService\", \"start\": 3 }], \"failed\": \"access denied\"")]
    [InlineData("\"failed\": \"access denied\"")]
    [InlineData("\"items\": [{ \"name\": \"TermService\", \"start\": 3 }")]
    public void A_list_that_lost_something_covers_nothing(string rest)
    {
        var evidence = Read($$$"""{ "format": "rdpcompliance-snapshot", "version": 1, "services": { "covers": "all", {{{rest}}} } }""");

        Assert.Empty(evidence.Coverage);
        Assert.True(evidence.IsDamaged);
    }

    [Fact]
    public void A_key_that_could_not_be_read_uncovers_the_tree_around_it_and_no_other()
    {
        var evidence = Read("""
            { "format": "rdpcompliance-snapshot", "version": 1, "registry": {
              "covers": ["HKLM\\SYSTEM", "HKLM\\SOFTWARE\\Policies"],
              "keys": [{ "key": "HKLM\\SYSTEM\\X", "failed": "access denied" }] } }
            """);

        Assert.Equal(new Coverage.RegistryTree(RegistryKey.LocalMachine.Below(@"SOFTWARE\Policies")), Assert.Single(evidence.Coverage));
    }

    [Fact]
    public void The_bytes_of_a_certificate_come_before_what_is_said_beside_them()
    {
        var der = Convert.ToBase64String(TestCertificates.Listener);
        var (source, span) = MarkedText.One(
            $$"""{ "format": "rdpcompliance-snapshot", "version": 1, "certificates": { "items": [{ "subject": "CN=other", "store": "Remote Desktop", "private-key": true, "der": [|"{{der}}"|] }] } }"""
        );

        var item = Assert.Single(new SnapshotReader().Read(source).Items);

        Assert.StartsWith("CN=pc1.contoso.com", item.Value("subject"), StringComparison.Ordinal);
        Assert.Equal(span, item.Find("not-after")?.Location.Span);
        Assert.Equal("true", item.Value("private-key"));
        Assert.Equal("Remote Desktop", item.Value("store"));
    }

    [Fact]
    public void Account_data_and_passwords_are_not_read()
    {
        var evidence = Read("""
            { "format": "rdpcompliance-snapshot", "version": 1, "registry": { "keys": [
              { "key": "HKLM\\SAM\\SAM", "values": [{ "name": "V", "type": "REG_BINARY", "data": "5ec3e7" }] },
              { "key": "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon", "values": [{ "name": "DefaultPassword", "type": "REG_SZ", "value": "5ec3e7" }] } ] } }
            """);

        Assert.DoesNotContain(evidence.Observations, seen =>
            $"{seen.Value}{seen.Location.Source.Text.Cut(seen.Location.Span)}".Contains("5ec3e7", StringComparison.Ordinal));
        Assert.DoesNotContain(evidence.Diagnostics, diagnostic => diagnostic.Message.Contains("5ec3e7", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"services\": { \"items\": [{ \"name\": \"A\", [|\"strat\"|]: 3 }] }", "RDP0181")]
    [InlineData("\"services\": { \"items\": [{ \"name\": \"A\", \"start\": [|\"3\"|] }] }", "RDP0182")]
    [InlineData("\"services\": { \"items\": [[|{|] \"start\": 3 }] }", "RDP0183")]
    [InlineData("\"certificates\": { \"items\": [{ \"thumbprint\": \"00\", \"der\": [|\"AAAA\"|] }] }", "RDP0184")]
    [InlineData("[|\"servces\"|]: {}", "RDP0186")]
    [InlineData("\"services\": { [|\"rows\"|]: [] }", "RDP0186")]
    [InlineData("\"services\": [|[]|]", "RDP0187")]
    [InlineData("\"services\": { \"covers\": [|\"some\"|], \"items\": [] }", "RDP0187")]
    [InlineData("\"captured\": [|\"yesterday\"|]", "RDP0187")]
    [InlineData("\"services\": { [|\"failed\"|]: \"denied\" }", "RDP0188")]
    [InlineData(
        "\"registry\": { \"keys\": [{ \"key\": \"HKLM\\\\A\", \"values\": [{ \"name\": \"V\", \"type\": \"REG_DWORD\", \"value\": [|-1|] }] }] }",
        "RDP0189"
    )]
    [InlineData("\"registry\": { \"keys\": [{ \"key\": \"HKLM\\\\A\", [|\"failed\"|]: \"denied\" }] }", "RDP0190")]
    [InlineData("\"registry\": { \"keys\": [{ \"key\": [|\"HKLM\\\\SAM\"|], \"values\": [] }] }", "RDP0191")]
    [InlineData("\"registry\": { \"keys\": [[|{ \"key\": \"Nowhere\" }|]] }", "RDP0187")]
    public void What_a_snapshot_says_wrongly_is_said_at_its_place(string marked, string id)
    {
        var (source, span) = MarkedText.One($$"""{ "format": "rdpcompliance-snapshot", "version": 1, {{marked}} }""");

        var diagnostic = Assert.Single(new SnapshotReader().Read(source).Diagnostics);

        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(span, diagnostic.Location.Span);
    }

    [Fact]
    public void A_value_that_Windows_would_not_take_is_stated_and_unreadable()
    {
        var seen = Read(
            """{ "format": "rdpcompliance-snapshot", "version": 1, "registry": { "keys": [{ "key": "HKLM\\A", "values": [{ "name": "V", "type": "REG_DWORD", "value": "x" }] }] } }"""
        ).Observations[^1];

        Assert.Equal(UnknownReason.Unreadable, Assert.IsType<SettingValue.Unresolved>(seen.Value).Reason);
    }

    [Theory]
    [InlineData("{ \"format\": \"rdpcompliance-snapshot\", \"version\": 2 }")]
    [InlineData("{ \"about\": \"rdpcompliance-snapshot\" }")]
    [InlineData("[\"rdpcompliance-snapshot\"]")]
    public void Another_document_or_version_is_not_claimed_and_refused_when_read(string text)
    {
        Assert.Null(new SnapshotReader().Claim(text));
        Assert.Equal("RDP0185", Assert.Single(Read(text).Diagnostics).Id);
    }

    [Fact]
    public void A_snapshot_is_claimed_by_its_format_in_any_encoding()
    {
        Assert.Equal(Certainty.BySignature, new SnapshotReader().Claim(Sample)?.Certainty);
        Assert.NotNull(
            new SnapshotReader().Claim(Source.FromBytes("a.json", (byte[])[.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Sample)])));
    }

    [Fact]
    public void Every_property_of_the_schema_is_read()
    {
        var evidence = WholeSnapshot();

        Assert.Empty(evidence.Diagnostics.Select(diagnostic => $"{diagnostic.Id} {diagnostic.Message}"));
        foreach (var item in evidence.Items)
        {
            Assert.All(item.Fields, field => Assert.IsNotType<SettingValue.Unresolved>(field.Value));
        }

        Assert.Equal(20, evidence.Items.Select(item => item.Space).Distinct(StringComparer.Ordinal).Count());
    }

    [OutsideFact("python3", "jsonschema")]
    public void The_schema_is_valid_and_takes_the_sample()
    {
        const string Check =
            "import json,sys,jsonschema as j\ns,d=json.load(sys.stdin)\nj.Draft202012Validator.check_schema(s)\nv=j.Draft202012Validator(s)\nprint([e.message for e in v.iter_errors(d)], len(list(v.iter_errors({**d,'servces':{}}))))";

        var (_, output, error) = OutsideTool.Run("python3", ["-c", Check], Path.GetTempPath(), $"[{Schema().ToJsonString()},{Sample}]");

        Assert.Equal("[] 1", output.Trim() + error);
    }

    [Fact]
    public void Deep_nesting_and_many_rows_are_read_in_bounded_time()
    {
        var rows = string.Join(',', Enumerable.Range(0, 100_000).Select(number => $$"""{"name":"s{{number}}"}"""));
        var evidence = Read(
            $$"""{"format":"rdpcompliance-snapshot","version":1,"services":{"covers":"all","items":[{{rows}}]},"acl":{{string.Concat(Enumerable.Repeat("{\"items\":[", 20_000))}}"""
        );

        Assert.Equal(100_000, evidence.Items.Length);
        Assert.True(evidence.IsDamaged);
    }

    [Fact]
    public void Damaged_files_do_not_throw() => Robustness.Check(new SnapshotReader(), "a.json", Encoding.UTF8.GetBytes(Sample));

    /// <summary>What is read of a document made of the schema alone: every section with every property.</summary>
    internal static SourceEvidence WholeSnapshot()
    {
        var schema = Schema();
        var document = Make(schema, schema).AsObject();
        document["certificates"]?["items"]?[0]?.AsObject().Remove("der");
        return Read(document.ToJsonString());
    }

    private static SourceEvidence Read(string text) => new SnapshotReader().Read(text, "host/snapshot.json");

    private static JsonObject Schema() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "policies", "schemas", "snapshot.json")))?.AsObject() ?? [];

    /// <summary>A value that a schema takes.</summary>
    private static JsonNode Make(JsonObject root, JsonNode? schema) => schema switch
    {
        JsonObject reference when reference["$ref"]?.GetValue<string>() is { } path => Make(root, root["$defs"]?[path.Split('/')[^1]]),
        JsonObject constant when constant["const"] is { } value => value.DeepClone(),
        JsonObject choice when choice["enum"] is JsonArray words => words[0]?.DeepClone() ?? "",
        JsonObject alternatives when alternatives["oneOf"] is JsonArray schemas => Make(root, schemas[0]),
        JsonObject text when text["pattern"]?.GetValue<string>() is { } pattern => pattern switch
        {
            ['^', '[', '0', '-', '9', ..] => "2026-01-02T03:04:05Z",
            ['^', 'K', 'B', ..] => "KB1",
            ['^', 'R', 'E', 'G', ..] => "REG_DWORD",
            ['^', '(', ..] => "00ff00ff",
            _ => new string('A', 40),
        },
        JsonObject thing when thing["type"]?.ToString() == "object" => MakeObject(root, thing),
        JsonObject list when list["type"]?.ToString() == "array" => new JsonArray(Make(root, list["items"])),
        JsonObject number when number["type"]?.ToString() == "integer" => JsonValue.Create(1),
        JsonObject flag when flag["type"]?.ToString() == "boolean" => JsonValue.Create(true),
        _ => JsonValue.Create(@"HKLM\A"),
    };

    private static JsonObject MakeObject(JsonObject root, JsonObject schema)
    {
        var made = new JsonObject();
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            // A failure is what a good document does not have.
            if (name != "failed")
            {
                made[name] = Make(root, property);
            }
        }

        return schema["additionalProperties"] is JsonObject any ? new JsonObject { ["Any"] = Make(root, any) } : made;
    }
}
