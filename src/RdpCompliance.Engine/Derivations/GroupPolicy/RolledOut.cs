using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>
/// What a change would do to an estate: GPOs reach machines, registry files are imported into them, resources replace those of the same identity.
/// </summary>
internal static class RolledOut
{
    private static readonly DiagnosticDescriptor ChangesNothing = new(
        "RDP0061", DiagnosticEffect.Damage, "'{0}' is of format '{1}', which tells what is and changes nothing; it is not rolled out.");

    /// <summary>Spaces of items that a security template brings to a machine.</summary>
    private static readonly string[] Importable = ["privilege", "group", "system-access"];

    public static ImmutableArray<PolicyObject> ObjectsOf(ImmutableArray<SourceEvidence> change) =>
        [
            .. PolicyObject.AllOf(change, PolicyTime.Change),
            .. change
                .Where(source => source.Origin is Origin.Host)
                .Select(Imported)
                .Where(IsSomething)
                .Select(source => new PolicyObject(PolicyOrigin.ImportedFile, PolicyTime.Change, source.Source.Name, null, [source])),
        ];

    /// <summary>Inputs of the change that change nothing, so that nobody takes silence for "it breaks nothing".</summary>
    public static IEnumerable<Diagnostic> Unusable(ImmutableArray<SourceEvidence> change) => change
        .Where(source => source.Origin switch
        {
            Origin.Host => !IsSomething(Imported(source)),
            Origin.ResultantPolicy or Origin.AzureState => true,
            _ => false,
        })
        .Select(source => new Diagnostic(ChangesNothing, Sources.Location.StartOf(source.Source, Sources.SpanUnit.Bytes), source.Source.Name, source.Format));

    /// <summary>
    /// The deployments of the changed estate, each with its name: a template that is a new version of one that
    /// stands takes its place under its name, so that what it states replaces what the old one
    /// stated; resources whose ids are known whole replace each other wherever they are written. What is called alike in another deployment is another thing.
    /// </summary>
    public static IEnumerable<(string Name, SourceEvidence Source)> Deployments(ImmutableArray<SourceEvidence> standing, ImmutableArray<SourceEvidence> change)
    {
        var old = standing.Where(source => !source.Resources.IsEmpty).ToList();
        var versions = change.Where(source => source.Origin is Origin.Template && !source.Resources.IsEmpty)
            .Select(source => (Source: source, Of: Replaced(source, old, change)))
            .ToList();
        var brought = versions.SelectMany(version => version.Source.Resources)
            .Where(resource => !resource.IsExisting && resource.Condition != DeploymentCondition.False && ResourceShape.IsWholeId(resource.Id))
            .ToLookup(resource => resource.Id ?? "", StringComparer.OrdinalIgnoreCase);
        foreach (var source in old)
        {
            var own = versions.Where(version => ReferenceEquals(version.Of, source)).Select(version => version.Source).ToList();
            var stated = own.SelectMany(version => version.Resources)
                .Where(resource => !resource.IsExisting && resource.Condition != DeploymentCondition.False)
                .Select(resource => (resource.Type.ToUpperInvariant(), resource.Id?.ToUpperInvariant()))
                .ToHashSet();
            var elsewhere = source
                .Resources.Where(resource => resource.Id is { } id && brought.Contains(id))
                .SelectMany(resource => brought[resource.Id ?? ""])
                .Distinct()
                .ToList();
            yield return (
                source.Source.Name,
                source with
                {
                    Resources =
                    [
                        .. source.Resources.Where(resource =>
                            !stated.Contains((resource.Type.ToUpperInvariant(), resource.Id?.ToUpperInvariant()))
                            && !(resource.Id is { } id && brought.Contains(id))),
                        .. own.SelectMany(version => version.Resources),
                        .. elsewhere.Where(resource => !own.Exists(version => version.Resources.Contains(resource))),
                    ],
                    NotRead = [.. source.NotRead, .. own.SelectMany(version => version.NotRead)],
                });
        }

        foreach (var (source, _) in versions.Where(version => version.Of is null))
        {
            yield return (source.Source.Name, source);
        }
    }

    /// <summary>
    /// The template that another one is a new version of: the one whose path ends most like its own,
    /// beginning with the file's name; or the only one, where only one is changed.
    /// <see langword="null"/> when it is new, or may be a version of several.
    /// </summary>
    private static SourceEvidence? Replaced(SourceEvidence version, List<SourceEvidence> all, ImmutableArray<SourceEvidence> change)
    {
        var standing = all.FindAll(source => source.Origin is Origin.Template);
        var alike = standing.Select(old => (Old: old, Parts: CommonEnd(old.Source.Name, version.Source.Name))).Where(one => one.Parts > 0).ToList();
        if (alike.Count > 0)
        {
            var most = alike.Max(one => one.Parts);
            return alike.FindAll(one => one.Parts == most) is [{ Old: var only }] ? only : null;
        }

        return standing is [var single] && change.Count(source => !source.Resources.IsEmpty) == 1 ? single : null;
    }

    /// <summary>How many parts two paths have in common, counted from the end.</summary>
    private static int CommonEnd(string one, string other) =>
        one.Split('/').Reverse().Zip(other.Split('/').Reverse()).TakeWhile(pair => pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase)).Count();

    private static SourceEvidence Imported(SourceEvidence source) => source with
    {
        Items = [.. source.Items.Where(item => Importable.Contains(item.Space, StringComparer.Ordinal))],
        Coverage = [],
    };

    private static bool IsSomething(SourceEvidence source) => !source.Observations.IsEmpty || !source.Items.IsEmpty;
}
