using System.Collections.Immutable;

namespace RdpCompliance.Engine.Subjects;

/// <summary>
/// A machine that the user declares. Paths are globs below the scan roots;
/// <paramref name="Gpos"/> are GPO names, GUIDs or paths, or places of the directory; the first
/// wins.
/// </summary>
public sealed record HostDeclaration(string Name, ImmutableArray<string> Paths, ImmutableArray<string> Roles, ImmutableArray<string> Gpos, string? AzureId);
