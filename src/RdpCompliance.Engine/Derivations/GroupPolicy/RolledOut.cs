using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>What a change would do to an estate: GPOs reach machines, registry files are imported into them, resources replace those of the same identity.</summary>
internal static class RolledOut
{
    private static readonly DiagnosticDescriptor ChangesNothing = new(
        "RDP0061", DiagnosticEffect.Damage, "'{0}' is of format '{1}', which tells what is and changes nothing; it is not rolled out.");

    /// <summary>Spaces of items that a security template brings to a machine.</summary>
    private static readonly string[] Importable = ["privilege", "group", "system-access"];

    public static ImmutableArray<PolicyObject> ObjectsOf(ImmutableArray<SourceEvidence> change) =>
    [
        .. PolicyObject.AllOf(change, PolicyTime.Change),
        .. change.Where(source => source.Origin is Origin.Host).Select(Imported).Where(IsSomething).Select(source => new PolicyObject(PolicyOrigin.ImportedFile, PolicyTime.Change, source.Source.Name, null, [source])),
    ];

    /// <summary>Inputs of the change that change nothing, so that nobody takes silence for "it breaks nothing".</summary>
    public static IEnumerable<Diagnostic> Unusable(ImmutableArray<SourceEvidence> change) => change
        .Where(source => source.Origin switch
        {
            Origin.Host => !IsSomething(Imported(source)),
            Origin.ResultantPolicy => true,
            _ => false,
        })
        .Select(source => new Diagnostic(ChangesNothing, Sources.Location.StartOf(source.Source, Sources.SpanUnit.Bytes), source.Source.Name, source.Format));

    /// <summary>The sources whose resources and connection files the changed estate has.</summary>
    public static IEnumerable<SourceEvidence> Resources(ImmutableArray<SourceEvidence> standing, ImmutableArray<SourceEvidence> change)
    {
        var replaced = new HashSet<Resource>(ReferenceEqualityComparer.Instance);
        var all = standing.SelectMany(source => source.Resources).Where(resource => !resource.IsExisting).ToList();
        foreach (var one in change.SelectMany(source => source.Resources).Where(resource => !resource.IsExisting && resource.Condition != DeploymentCondition.False))
        {
            var alike = all.Where(old => IsSame(old, one)).ToList();

            // Without a subscription and a group a name may mean several; then nobody can say which is replaced.
            var exact = alike.Where(old => old.Id is not null && string.Equals(old.Id, one.Id, StringComparison.OrdinalIgnoreCase)).ToList();
            replaced.UnionWith(exact.Count > 0 ? exact : alike.Select(old => old.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1 ? alike : []);
        }

        return standing.Select(source => replaced.Count == 0 ? source : source with { Resources = [.. source.Resources.Where(resource => !replaced.Contains(resource))] }).Concat(change);
    }

    private static SourceEvidence Imported(SourceEvidence source) => source with
    {
        Items = [.. source.Items.Where(item => Importable.Contains(item.Space, StringComparer.Ordinal))],
        Coverage = [],
    };

    private static bool IsSomething(SourceEvidence source) => !source.Observations.IsEmpty || !source.Items.IsEmpty;

    private static bool IsSame(Resource one, Resource other) =>
        one.Type.Equals(other.Type, StringComparison.OrdinalIgnoreCase)
        && one.Name is Node.Text name && other.Name is Node.Text same && name.Value.Equals(same.Value, StringComparison.OrdinalIgnoreCase)
        && (one.Id is null || other.Id is null || IsSameId(one.Id.Split('/'), other.Id.Split('/')));

    /// <summary>Parts in braces are not known.</summary>
    private static bool IsSameId(string[] one, string[] other) =>
        one.Length == other.Length
        && one.Zip(other).All(pair => pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase) || pair.First.Contains('{', StringComparison.Ordinal) || pair.Second.Contains('{', StringComparison.Ordinal));
}
