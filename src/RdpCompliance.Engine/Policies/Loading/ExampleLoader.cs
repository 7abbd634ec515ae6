using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>Reads the examples of a rule.</summary>
internal sealed class ExampleLoader(ImmutableArray<RuleParameter> parameters, PackReport report)
{
    private static readonly DiagnosticDescriptor UnknownParameter = new("RDP0042", DiagnosticEffect.Damage, "'{0}' is not a parameter of this rule; {1}.");

    public ImmutableArray<RuleExample> Load(PackNode.Map rule) =>
        [.. report.OptionalList(rule, "examples").Select(LoadExample).OfType<RuleExample>()];

    private RuleExample? LoadExample(PackNode node)
    {
        if (
            report.Map(node, "an example", "name", "as-of", "parameters", "roles", "reachable-from", "files", "also") is not { } map
            || report.RequiredText(map, "name") is not { } name)
        {
            return null;
        }

        var example = new RuleExample(name, node.Location)
        {
            Roles = [.. report.OptionalTexts(map, "roles")],
            ReachableFrom = [.. report.OptionalTexts(map, "reachable-from")],
            Also = [.. report.OptionalTexts(map, "also")],
            Files = LoadFiles(map),
            Parameters = LoadParameters(map),
        };
        if (map.Find("as-of") is not { } asOf || report.Text(asOf.Value, "as-of") is not { } text)
        {
            return example;
        }

        if (FieldValue.Instant.TryParse(text) is { Value: var instant })
        {
            return example with { AsOf = instant };
        }

        report.Wrong(asOf.Value.Location, text, "a date such as 2026-06-01");
        return example;
    }

    private ImmutableArray<ExampleFile> LoadFiles(PackNode.Map map)
    {
        if (report.Required(map, "files") is not { } node || report.Map(node, "files") is not { } files)
        {
            return [];
        }

        var loaded = ImmutableArray.CreateBuilder<ExampleFile>();
        foreach (var entry in files.Entries)
        {
            if (report.Map(entry.Value, $"file '{entry.Key}'", "text") is { } body && report.RequiredText(body, "text") is { } text)
            {
                loaded.Add(new(entry.Key, text, entry.KeyLocation));
            }
        }

        return loaded.DrainToImmutable();
    }

    private ImmutableDictionary<string, FieldValue> LoadParameters(PackNode.Map map)
    {
        var values = ImmutableDictionary.CreateBuilder<string, FieldValue>(StringComparer.Ordinal);
        if (map.Find("parameters") is { } found && report.Map(found.Value, "parameters") is { } entries)
        {
            foreach (var entry in entries.Entries)
            {
                if (parameters.FirstOrDefault(known => known.Name == entry.Key) is not { } parameter)
                {
                    report.Add(UnknownParameter, entry.KeyLocation, entry.Key, PackReport.Nearest(entry.Key, parameters.Select(known => known.Name)));
                }
                else if (ValueParser.Parse(entry.Value) is { } value && ValueParser.As(value, parameter.Type) is { } typed)
                {
                    values[entry.Key] = typed;
                }
                else
                {
                    report.Wrong(entry.Value.Location, PackReport.Shown(entry.Value), $"a {PackEnum.Kebab(parameter.Type.ToString())}");
                }
            }
        }

        return values.ToImmutable();
    }
}
