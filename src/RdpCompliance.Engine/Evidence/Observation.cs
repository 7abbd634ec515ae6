using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Evidence;

/// <summary>What a source does with an address: exports set, policies also delete.</summary>
public enum ObservedAction
{
    Set,

    /// <summary>The value shall not exist ("v"=-, **del.v).</summary>
    DeleteValue,

    /// <summary>No value of the key shall exist except those set after this (**delvals., **DelVals); the address' name is "".</summary>
    DeleteValues,

    /// <summary>The key shall not exist ([-key], **DeleteKeys); the address' name is "".</summary>
    DeleteKey,

    /// <summary>The key exists, whatever it holds; the address' name is "".</summary>
    Key,
}

/// <summary>One statement of one source about one address. Nothing leaves a reader without its place.</summary>
public sealed record Observation(Address Address, SettingValue Value, Location Location)
{
    public ObservedAction Action { get; init; } = ObservedAction.Set;

    /// <summary>
    /// Applies only to some targets (item-level targeting, filters): what the source says of them; <see langword="null"/> when it applies to all.
    /// </summary>
    public string? Targeting { get; init; }

    /// <summary>The GPO that a report names as the origin of this value; <see langword="null"/> where the whole source is one GPO or none.</summary>
    public string? GpoName { get; init; }

    /// <summary>
    /// The order in which Windows applied the values of a report (RSoP precedence): 1 is the winner. <see langword="null"/> where the source has no order.
    /// </summary>
    public int? Precedence { get; init; }

    /// <summary>A policy value that Windows writes only if it is absent ("**soft."): never displaces a local value.</summary>
    public bool IsSoft { get; init; }

    /// <summary>
    /// Written by a group policy preference: an ordinary value, which a user or a program may change afterwards, and which a policy value overrides.
    /// </summary>
    public bool IsPreference { get; init; }

    /// <summary>The last write time of the key, where the source carries it; UTC.</summary>
    public DateTimeOffset? Written { get; init; }

    /// <summary>When this part of the source was captured; <see langword="null"/> where the origin's own time holds.</summary>
    public DateTimeOffset? Captured { get; init; }
}

/// <summary>A thing outside the registry with several fields (a service, a firewall rule, an event), each field with its own place.</summary>
public sealed record Item(string Space, string Name, System.Collections.Immutable.ImmutableArray<ItemField> Fields, Location Location)
{
    /// <summary>The GPO that states it, where a report holds several.</summary>
    public string? GpoName { get; init; }

    /// <inheritdoc cref="Observation.Targeting"/>
    public string? Targeting { get; init; }

    /// <inheritdoc cref="Observation.Precedence"/>
    public int? Precedence { get; init; }

    /// <inheritdoc cref="Observation.IsPreference"/>
    public bool IsPreference { get; init; }

    /// <inheritdoc cref="Observation.Captured"/>
    public DateTimeOffset? Captured { get; init; }

    /// <summary>Field names compare ignoring case; the first of two equal names counts.</summary>
    public ItemField? Find(string field) => Fields.FirstOrDefault(candidate => candidate.Name.Equals(field, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A field of an <see cref="Item"/>; names are those of the JSON Lines contract ("start", "sddl", "members").</summary>
public sealed record ItemField(string Name, SettingValue Value, Location Location);
