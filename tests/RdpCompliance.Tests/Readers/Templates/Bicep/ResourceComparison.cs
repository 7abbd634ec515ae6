using System.Globalization;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Tests.Readers.Templates.Bicep;

/// <summary>Compares what two readers made of one thing: which resources, and each leaf of their bodies.</summary>
internal sealed class ResourceComparison
{
    /// <summary>Said elsewhere (<see cref="Resource.Scope"/>), or only for the compiler's own tools.</summary>
    private static readonly string[] NotCompared = ["scope", "metadata"];

    private readonly List<string> _differences = [];

    public IReadOnlyList<string> Differences => _differences;

    public int Resources { get; private set; }

    public int Leaves { get; private set; }

    /// <summary>Leaves that both know, or that neither does.</summary>
    public int Alike { get; private set; }

    public int KnownByBoth { get; private set; }

    public static ResourceComparison Of(IEnumerable<Resource> expected, IEnumerable<Resource> actual)
    {
        var comparison = new ResourceComparison();
        var actuals = actual.Where(resource => !resource.IsExisting).GroupBy(Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        foreach (var resource in expected.Where(resource => !resource.IsExisting))
        {
            comparison.Resources++;
            var key = Key(resource);
            if (!actuals.TryGetValue(key, out var candidates) || candidates.Count == 0)
            {
                comparison._differences.Add($"missing {key}");
                continue;
            }

            // Of several with names that are not known, the one that is most alike is meant.
            var best = candidates.Select(candidate => (Candidate: candidate, Result: Bodies(key, resource, candidate))).MinBy(pair => pair.Result._differences.Count);
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
    }

    private static bool IsDeployment(Resource resource) => resource.Type.Equals("Microsoft.Resources/deployments", StringComparison.OrdinalIgnoreCase);

    /// <summary>Templates state a deployment where its caller is and say apart where it goes; Bicep says only where it goes.</summary>
    private static string Key(Resource resource)
    {
        var scope = IsDeployment(resource) ? "" : resource.Scope is { } text && text.Contains('/', StringComparison.Ordinal) ? "extension" : resource.Scope is { Length: > 0 } level ? level : "tenant";
        return $"{resource.Type.ToUpperInvariant()} {(resource.Name is Node.Text name ? name.Value : "{}")} {resource.Condition} {scope}";
    }

    /// <summary>Deployments are compared by name: their bodies are how the compiler writes modules.</summary>
    private static ResourceComparison Bodies(string key, Resource expected, Resource actual)
    {
        var comparison = new ResourceComparison();
        if (!IsDeployment(expected))
        {
            comparison.CompareObjects(key, expected.Body, actual.Body, NotCompared);
        }

        return comparison;
    }

    private void Compare(string at, Node expected, Node actual)
    {
        switch (expected, actual)
        {
            case (Node.Object one, Node.Object other):
                CompareObjects(at, one, other, []);
                break;
            case (Node.Array one, Node.Array other) when one.Elements.Length == other.Elements.Length:
                for (var index = 0; index < one.Elements.Length; index++)
                {
                    Compare($"{at}[{index.ToString(CultureInfo.InvariantCulture)}]", one.Elements[index], other.Elements[index]);
                }

                break;
            default:
                CompareLeaves(at, expected, actual);
                break;
        }
    }

    private void CompareObjects(string at, Node.Object one, Node.Object other, string[] except)
    {
        var names = one.Properties.Concat(other.Properties).Select(property => property.Name).Distinct(StringComparer.OrdinalIgnoreCase).Except(except, StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            switch (one.Find(name), other.Find(name))
            {
                case ({ } left, { } right):
                    Compare($"{at}.{name}", left, right);
                    break;
                case (var left, _):
                    Leaves++;
                    _differences.Add($"{at}.{name} is {(left is null ? "surplus" : "missing")}");
                    break;
            }
        }
    }

    private void CompareLeaves(string at, Node expected, Node actual)
    {
        Leaves++;
        var (left, right) = (Shown(expected), Shown(actual));
        switch (expected is Node.Unresolved, actual is Node.Unresolved)
        {
            case (true, true):
                Alike++;
                break;
            case (false, false):
                // The compiler writes types as Azure's catalogue does; letter case means nothing in them.
                KnownByBoth++;
                Alike += left.Equals(right, at.EndsWith(".type", StringComparison.Ordinal) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal) ? 1 : 0;
                if (!left.Equals(right, at.EndsWith(".type", StringComparison.Ordinal) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
                {
                    _differences.Add($"{at}: {left} | {right}");
                }

                break;
            default:
                _differences.Add($"{at}: {left} | {right}");
                break;
        }
    }

    private static string Shown(Node node) => node switch
    {
        Node.Text text => $"'{text.Value}'",
        Node.Number number => number.Literal,
        Node.Boolean boolean => boolean.Value ? "true" : "false",
        Node.Null => "null",
        Node.Unresolved unknown => $"?{unknown.Expression}",
        Node.Array list => $"[{list.Elements.Length}]",
        Node.Object record => $"{{{record.Properties.Length}}}",
        _ => "",
    };
}
