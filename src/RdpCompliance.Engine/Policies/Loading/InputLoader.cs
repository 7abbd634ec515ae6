using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>Reads <c>inputs.yml</c>: what a person can collect, and the command that prints it.</summary>
internal sealed class InputLoader(ImmutableArray<SubjectKind> kinds, PackReport report)
{
    private static readonly DiagnosticDescriptor UnknownKind = new("RDP0085", DiagnosticEffect.Damage, "'{0}' is not a kind of subjects.yml; {1}.");

    public ImmutableArray<CollectableInput> Load(Source source) =>
        report.Parse(source) is { } root && report.Map(root, source.Name) is { } map
            ? [.. map.Entries.Select(LoadInput).OfType<CollectableInput>()]
            : [];

    private CollectableInput? LoadInput(PackEntry entry) =>
        report.Map(entry.Value, $"input '{entry.Key}'", "title", "command", "kinds") is { } map && report.RequiredText(map, "title") is { } title
            ? new(entry.Key, title, report.OptionalText(map, "command"), Kinds(map))
            : null;

    private ImmutableArray<string> Kinds(PackNode.Map map)
    {
        var known = ImmutableArray.CreateBuilder<string>();
        foreach (var node in report.OptionalList(map, "kinds"))
        {
            if (report.Text(node, "kinds") is not { } name)
            {
                continue;
            }

            known.Add(name);
            if (!report.IsCompiled && !kinds.Any(kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                report.Add(UnknownKind, node.Location, name, PackReport.Nearest(name, kinds.Select(kind => kind.Name)));
            }
        }

        return known.DrainToImmutable();
    }
}
