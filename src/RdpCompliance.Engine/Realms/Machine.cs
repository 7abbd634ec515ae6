using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Realms;

/// <summary>The evidence of one machine.</summary>
/// <param name="Name">For people: the computer name, the folder where no source says one.</param>
/// <param name="Declaration">The entry of <c>hosts:</c>; <see langword="null"/> when there is none.</param>
internal sealed record Machine(SubjectId Id, string Name, HostDeclaration? Declaration, ImmutableArray<SourceEvidence> Evidence)
{
    /// <summary>The folders that its evidence lies in.</summary>
    public IEnumerable<string> Folders =>
        Evidence.Select(source => Machines.FolderOf(source.Origin)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
}
