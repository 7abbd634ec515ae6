using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Realms;

/// <summary>Azure as the exports of one folder tell it. They refer to each other, and what several of them say of one resource is one resource.</summary>
internal static class StateRealm
{
    /// <summary>State by folders, each as if one export held all of it; other evidence as it is.</summary>
    public static IEnumerable<SourceEvidence> Together(IEnumerable<SourceEvidence> evidence)
    {
        var all = evidence.ToList();
        return
        [
            .. all.Where(source => source.Origin is not Origin.AzureState),
            .. all.Where(source => source.Origin is Origin.AzureState)
                .GroupBy(source => source.Source.Folder, StringComparer.OrdinalIgnoreCase)
                .Select(folder => OfFolder([.. folder])),
        ];
    }

    /// <param name="exports">Those of one folder, at least one.</param>
    public static SourceEvidence OfFolder(ImmutableArray<SourceEvidence> exports) =>
        exports[0] with { Resources = StateMerge.Of(exports.SelectMany(export => export.Resources)) };

    /// <inheritdoc cref="DeploymentRealm.Of"/>
    public static IEnumerable<Realm> Of(ImmutableArray<SourceEvidence> exports, RealmContext context, ResourceSubjects subjects) =>
        exports.IsEmpty ? [] : DeploymentRealm.Of(OfFolder(exports), exports[0].Source.Folder is { Length: > 0 } folder ? folder : "inputs", context, subjects);
}
