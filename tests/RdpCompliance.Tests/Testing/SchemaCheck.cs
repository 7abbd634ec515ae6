using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RdpCompliance.Tests.Testing;

/// <summary>
/// Holds a JSON document against a schema of <c>policies/schemas</c>: the part of draft 7
/// that our schemas use; a keyword that is not known here fails the test.
/// </summary>
internal static class SchemaCheck
{
    /// <summary>Everything that is wrong, as "path: what".</summary>
    public static IReadOnlyList<string> Faults(string schemaFile, string json, [CallerFilePath] string test = "")
    {
        var root = new DirectoryInfo(Path.GetDirectoryName(test) ?? "");
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "RdpCompliance.sln")))
        {
            root = root.Parent;
        }

        var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(root?.FullName ?? "", "policies", "schemas", schemaFile))).RootElement;
        var faults = new List<string>();
        Check(schema, schema, JsonDocument.Parse(json).RootElement, "$", faults);
        return faults;
    }

    private static void Check(JsonElement root, JsonElement schema, JsonElement value, string path, List<string> faults)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var isMet = keyword.Name switch
            {
                "$schema" or "$id" or "title" or "description" or "definitions" or "format" or "additionalProperties" => true,
                "type" => IsOf(keyword.Value.GetString(), value),
                "const" => JsonElement.DeepEquals(keyword.Value, value),
                "enum" => keyword.Value.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)),
                "minimum" => value.GetDecimal() >= keyword.Value.GetDecimal(),
                "pattern" => Regex.IsMatch(value.GetString() ?? "", keyword.Value.GetString() ?? "", RegexOptions.None, TimeSpan.FromSeconds(1)),
                "required" => keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString() ?? "", out _)),
                "$ref" => Follow(root, keyword.Value, value, path, faults),
                "properties" => Members(root, schema, value, path, faults),
                "items" => Items(root, keyword.Value, value, path, faults),
                _ => false,
            };
            if (!isMet)
            {
                faults.Add($"{path}: {keyword.Name} {keyword.Value}");
            }
        }

        if (schema.TryGetProperty("additionalProperties", out var additional) && !schema.TryGetProperty("properties", out _))
        {
            foreach (var member in value.EnumerateObject())
            {
                Check(root, additional, member.Value, $"{path}.{member.Name}", faults);
            }
        }
    }

    private static bool Follow(JsonElement root, JsonElement reference, JsonElement value, string path, List<string> faults)
    {
        var name = (reference.GetString() ?? "").Replace("#/definitions/", "", StringComparison.Ordinal);
        Check(root, root.GetProperty("definitions").GetProperty(name), value, path, faults);
        return true;
    }

    private static bool Members(JsonElement root, JsonElement schema, JsonElement value, string path, List<string> faults)
    {
        var isClosed = schema.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind == JsonValueKind.False;
        foreach (var member in value.EnumerateObject())
        {
            if (schema.GetProperty("properties").TryGetProperty(member.Name, out var known))
            {
                Check(root, known, member.Value, $"{path}.{member.Name}", faults);
            }
            else if (isClosed)
            {
                faults.Add($"{path}: '{member.Name}' is not in the schema");
            }
        }

        return true;
    }

    private static bool Items(JsonElement root, JsonElement schema, JsonElement value, string path, List<string> faults)
    {
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            Check(root, schema, item, $"{path}[{index++}]", faults);
        }

        return true;
    }

    private static bool IsOf(string? type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => false,
    };
}
