using System.Text.Json;
using RdpCompliance.Cli.Configuration;
using RdpCompliance.Reports;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Configuration;

/// <summary>
/// Editors check configuration by <c>policies/schemas/configuration.json</c>, the program by <see cref="ConfigurationShape"/>: both must say the same.
/// </summary>
public sealed class ConfigurationSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Repository.At("policies/schemas/configuration.json"))).RootElement;

    [Fact]
    public void The_schema_has_the_keys_and_types_of_the_program_and_no_others() => Compare(ConfigurationShape.Root, Schema, "configuration");

    [Fact]
    public void The_schema_has_the_formats_of_the_program() =>
        Assert.Equal(
            $"^({string.Join('|', ReportFormats.All.Select(report => report.Format))})(=.+)?$",
            Schema.GetProperty("$defs").GetProperty("format").GetProperty("pattern").ToString());

    [OutsideFact("jsonschema")]
    public void A_validator_of_json_schema_decides_as_the_program_does()
    {
        string[] samples =
        [
            "{}",
            """{ "hosts": [ { "name": "a", "paths": "b", "roles": ["host"], "gpos": ["c"], "azure-id": "/subscriptions/0" } ] }""",
            """{ "hosts": [ { "paths": "b" } ] }""",
            """{ "hosts": { "name": "a" } }""",
            """{ "hosts": [ { "name": null } ] }""",
            """{ "rules": { "RDP1001": { "severity": "off" }, "*": [ { "severity": "note", "paths": ["a"] } ] } }""",
            """{ "rules": { "1001": { "severity": "off" } } }""",
            """{ "rules": { "RDP1001": "off" } }""",
            """{ "rules": { "RDP1001": { "parameters": { "x-1": [ { "y": 1 } ], "z": true } } } }""",
            """{ "rules": { "RDP1001": { "parameters": { "x 1": 1 } } } }""",
            """{ "roles": "host", "reachable-from": ["10.0.0.0/8"], "exclude": null, "fail-on": "none" }""",
            """{ "roles": ["guest"] }""",
            """{ "scope": { "subscription": "11111111-1111-1111-1111-111111111111", "location": "x" } }""",
            """{ "scope": { "subscription": "x" } }""",
            """{ "exclude": [5] }""",
            """{ "exclude": [""] }""",
            """{ "fail-on-undecided": true, "include-undecided": "all", "allow-incomplete": false }""",
            """{ "allow-incomplete": "true" }""",
            """{ "as-of": "2026-06-01T12:00:00Z" }""",
            """{ "as-of": "tomorrow" }""",
            """{ "format": ["sarif=a.sarif", "text"], "output": "a.txt", "parameters": ["p.json"], "policies": "p" }""",
            """{ "format": "pdf" }""",
            """{ "format": "text=" }""",
            """{ "unknown": 1 }""",
        ];
        using var folder = new TemporaryFolder();
        var root = Schema
            .EnumerateObject()
            .Where(property => property.Name is not "$id" and not "$schema")
            .ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal);
        var all = folder.Write(
            "schema.json",
            JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal) { ["items"] = root, ["$defs"] = root["$defs"] }));

        var refused = OutsideTool
            .Run("jsonschema", ["--error-format", "{error.path[0]} ", "-i", folder.Write("samples.json", $"[{string.Join(',', samples)}]"), all], folder.Path)
            .Error;

        Assert.Equal(
            refused.Split([' ', '\n']).Where(word => word.Length > 0 && word.All(char.IsAsciiDigit)).Select(int.Parse).Distinct().Order().ToArray(),
            samples.Index().Where(sample => IsRefused(sample.Item)).Select(sample => sample.Index).ToArray());
    }

    private static bool IsRefused(string text)
    {
        using var sample = new ConfigurationSample { FileName = ".rdpcompliance.json" };
        return !sample.Load(text).Problems.IsEmpty;
    }

    private static void Compare(Shape shape, JsonElement written, string path)
    {
        var schema = Resolve(written);
        switch (shape)
        {
            case Shape.Anything:
                Assert.True(schema.ValueKind == JsonValueKind.True, $"'{path}' takes anything: its schema is true.");
                break;
            case Shape.Text:
                Assert.True(Types(schema) == "string", $"'{path}' is text: its type is string.");
                break;
            case Shape.Flag:
                Assert.True(Types(schema) == "boolean", $"'{path}' is a flag: its type is boolean.");
                break;
            case Shape.Choice choice:
                Assert.Equal(
                    $"{path}: {string.Join(" ", choice.Values)}",
                    $"{path}: {string.Join(" ", schema.GetProperty("enum").EnumerateArray().Where(value => value.ValueKind != JsonValueKind.Null))}");
                break;
            case Shape.ListOf list:
                Assert.True(Types(schema) == "array", $"'{path}' is a list: its type is array.");
                Compare(list.Element, schema.GetProperty("items"), $"{path}[]");
                break;
            case Shape.OneOrMany many:
                var forms = schema.GetProperty("anyOf").EnumerateArray().ToArray();
                Assert.True(forms.Length == 2, $"'{path}' is one or many: its schema is anyOf the one and an array.");
                Compare(many.Element, forms[0], path);
                Compare(new Shape.ListOf(many.Element), forms[1], path);
                break;
            case Shape.Table table:
                Assert.True(
                    Types(schema) == "object" && schema.GetProperty("additionalProperties").ValueKind == JsonValueKind.False,
                    $"'{path}' has keys of its own: its type is object without additionalProperties.");
                Assert.Equal(
                    Words(path, table.Keys.Select(key => key.Name)),
                    Words(path, schema.GetProperty("properties").EnumerateObject().Select(property => property.Name)));
                Assert.Equal(
                    Words($"{path} required", table.Keys.Where(key => key.Need == Need.Required).Select(key => key.Name)),
                    Words(
                        $"{path} required",
                        schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(name => name.ToString()) : []));
                Assert.All(table.Keys, key => Compare(key.Shape, schema.GetProperty("properties").GetProperty(key.Name), $"{path}.{key.Name}"));
                break;
            case Shape.MapOf map:
                Assert.True(
                    Types(schema) == "object" && schema.TryGetProperty("propertyNames", out _),
                    $"'{path}' has keys of the user: its type is object with propertyNames.");
                Compare(map.Value, schema.GetProperty("additionalProperties"), $"{path}.*");
                break;
        }
    }

    private static JsonElement Resolve(JsonElement schema) => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference)
        ? Schema.GetProperty("$defs").GetProperty(reference.ToString()["#/$defs/".Length..])
        : schema;

    /// <summary>The type, without "null": a key without a value is as if it were not written.</summary>
    private static string Types(JsonElement schema) => schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } types
        ? string.Join(" ", types.EnumerateArray().Select(type => type.ToString()).Where(type => type != "null"))
        : schema.GetProperty("type").ToString();

    private static string Words(string path, IEnumerable<string> names) => $"{path}: {string.Join(" ", names.Order(StringComparer.Ordinal))}";
}
