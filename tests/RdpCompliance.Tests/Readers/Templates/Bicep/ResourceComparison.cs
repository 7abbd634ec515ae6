using System.Globalization;
using System.Text.Json;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Reports.EvidenceLines;

namespace RdpCompliance.Tests.Readers.Templates.Bicep;

/// <summary>Compares what two readers made of one thing, as <c>evidence --format jsonl</c> writes it: which resources, and each leaf of them.</summary>
internal sealed class ResourceComparison
{
    /// <summary>Places differ because the sources do; "metadata" is only for the compiler's own tools; the others make up the key.</summary>
    private static readonly string[] NotCompared = ["kind", "source", "line", "column", "metadata", "type", "name", "condition", "world", "existing"];

    /// <summary>How a template says where an existing resource is; its scope and id say it too.</summary>
    private static readonly string[] NotComparedOfExisting = ["subscriptionId", "resourceGroup"];

    private readonly List<string> _differences = [];

    public IReadOnlyList<string> Differences => _differences;

    public int Resources { get; private set; }

    public int Leaves { get; private set; }

    /// <summary>Leaves that both know and that are equal, or that neither knows.</summary>
    public int Alike { get; private set; }

    public int KnownByBoth { get; private set; }

    /// <summary>Leaves that one alone knows.</summary>
    public int KnownByOne { get; private set; }

    /// <summary>Leaves that neither shows, because they are secrets.</summary>
    public int Secrets => Unknown.GetValueOrDefault("a secret, which is not shown");

    /// <summary>What stands behind the leaves that neither knows, and how often.</summary>
    public Dictionary<string, int> Unknown { get; } = new(StringComparer.Ordinal);

    public static IReadOnlyList<JsonElement> Lines(SourceEvidence evidence)
    {
        using var output = new MemoryStream();
        EvidenceWriter.Write(new Collected([evidence], [], []), null, output);
        output.Position = 0;
        using var reader = new StreamReader(output);
        var lines = new List<JsonElement>();
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            if (Text(document.RootElement, "kind") == "resource")
            {
                lines.Add(document.RootElement.Clone());
            }
        }

        return lines;
    }

    public static ResourceComparison Of(IEnumerable<JsonElement> expected, IEnumerable<JsonElement> actual)
    {
        var comparison = new ResourceComparison();
        var actuals = actual.GroupBy(Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        foreach (var resource in expected)
        {
            comparison.Resources++;
            var key = Key(resource);
            if (!actuals.TryGetValue(key, out var candidates) || candidates.Count == 0)
            {
                comparison._differences.Add($"missing {key}");
                continue;
            }

            // Of several with names that are not known, the one that is most alike is meant.
            var best = candidates
                .Select(candidate => (Candidate: candidate, Result: Bodies(key, resource, candidate)))
                .MinBy(pair => pair.Result._differences.Count);
            candidates.Remove(best.Candidate);
            comparison.Add(best.Result);
        }

        comparison._differences.AddRange(actuals.SelectMany(pair => pair.Value.Select(_ => $"surplus {pair.Key}")));
        return comparison;
    }

    public void Add(ResourceComparison other)
    {
        _differences.AddRange(other._differences);
        Resources += other.Resources;
        Leaves += other.Leaves;
        Alike += other.Alike;
        KnownByBoth += other.KnownByBoth;
        KnownByOne += other.KnownByOne;
        foreach (var (reason, count) in other.Unknown)
        {
            Unknown[reason] = Unknown.GetValueOrDefault(reason) + count;
        }
    }

    public static bool IsExisting(JsonElement resource) => resource.TryGetProperty("existing", out _);

    private static bool IsDeployment(JsonElement resource) =>
        Text(resource, "type")?.Equals("Microsoft.Resources/deployments", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Templates state a deployment where its caller is and say apart where it goes; Bicep says only where it goes.</summary>
    private static string Key(JsonElement resource)
    {
        var scope = Text(resource, "scope") ?? "";
        var shown = IsDeployment(resource) ? "" : scope.Contains('/', StringComparison.Ordinal) ? "extension" : scope.Length > 0 ? scope : "tenant";
        return
            $"{Text(resource, "type")?.ToUpperInvariant()} {Text(resource, "name") ?? "{}"} {resource.GetProperty("condition")} "
                + $"{shown} {Text(resource, "world")} {(IsExisting(resource) ? "existing" : "")}";
    }

    private static string? Text(JsonElement resource, string name) =>
        resource.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Deployments are compared by name: their bodies are how the compiler writes modules.</summary>
    private static ResourceComparison Bodies(string key, JsonElement expected, JsonElement actual)
    {
        var comparison = new ResourceComparison();
        if (!IsDeployment(expected))
        {
            comparison.CompareObjects(key, expected, actual, name =>
                !NotCompared.Contains(name, StringComparer.Ordinal) && !(IsExisting(expected) && NotComparedOfExisting.Contains(name, StringComparer.Ordinal)));
        }

        return comparison;
    }

    private void Compare(string at, JsonElement expected, JsonElement actual)
    {
        switch (expected.ValueKind, actual.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object) when IsKnown(expected) && IsKnown(actual):
                CompareObjects(at, expected, actual, static _ => true);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array) when expected.GetArrayLength() == actual.GetArrayLength():
                for (var index = 0; index < expected.GetArrayLength(); index++)
                {
                    Compare($"{at}[{index.ToString(CultureInfo.InvariantCulture)}]", expected[index], actual[index]);
                }

                break;
            default:
                CompareLeaves(at, expected, actual);
                break;
        }
    }

    /// <summary>Properties ignore letter case, as in Azure; of two the last counts.</summary>
    private void CompareObjects(string at, JsonElement one, JsonElement other, Func<string, bool> isCompared)
    {
        var (left, right) = (Properties(one), Properties(other));
        foreach (var name in left.Keys.Union(right.Keys, StringComparer.OrdinalIgnoreCase).Where(isCompared))
        {
            if (left.TryGetValue(name, out var expected) && right.TryGetValue(name, out var actual))
            {
                Compare($"{at}.{name}", expected, actual);
            }
            else
            {
                Leaves++;
                _differences.Add($"{at}.{name} is {(left.ContainsKey(name) ? "missing" : "surplus")}");
            }
        }
    }

    private static Dictionary<string, JsonElement> Properties(JsonElement record)
    {
        var properties = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in record.EnumerateObject())
        {
            properties[property.Name] = property.Value;
        }

        return properties;
    }

    private void CompareLeaves(string at, JsonElement expected, JsonElement actual)
    {
        Leaves++;
        switch (IsKnown(expected), IsKnown(actual))
        {
            case (false, false):
                Alike++;
                var reason =
                    expected.ValueKind == JsonValueKind.Object
                        ? expected.GetProperty("$unresolved").ToString()[..Math.Min(50, expected.GetProperty("$unresolved").ToString().Length)]
                        : "part of an id";
                Unknown[reason] = Unknown.GetValueOrDefault(reason) + 1;
                break;
            case (true, true):
                KnownByBoth++;

                // The compiler writes types as Azure's catalogue does; letter case means nothing in them, and in ids, which hold them.
                var (left, right) = (expected.ToString(), actual.ToString());
                if (
                    left.Equals(right, left.StartsWith('/') ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
                    && expected.ValueKind == actual.ValueKind)
                {
                    Alike++;
                }
                else
                {
                    _differences.Add($"{at}: {expected} | {actual}");
                }

                break;
            default:
                KnownByOne++;
                _differences.Add($"{at}: {expected} | {actual}");
                break;
        }
    }

    /// <summary>An id or a scope with holes is a text of the reader's own; what stands in the holes is said in the language of the source.</summary>
    private static bool IsKnown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => !value.TryGetProperty("$unresolved", out _),
        JsonValueKind.String => !(value.GetString() is ['/', ..] text && text.Contains('{', StringComparison.Ordinal)),
        _ => true,
    };
}
