using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>The stores that rules come from.</summary>
internal enum FirewallStore
{
    /// <summary>Group policy and MDM: always in force.</summary>
    Policy,

    /// <summary>In force where policy does not forbid merging.</summary>
    Local,
}

/// <summary>A rule with the subject that stands for it and its place.</summary>
internal sealed record StatedRule(Subject Subject, FirewallRule Rule, FirewallStore Store, ImmutableArray<Ground> Grounds)
{
    private string? _shown;

    /// <summary>How a sentence names it: the rule's id, and its name where that is no reference to a resource.</summary>
    public string Shown => _shown ??= Rule.Name is { Length: > 0 } name && name[0] != '@' && name != Subject.Name
        ? $"'{name}' ({Subject.Name})"
        : $"'{Subject.Name}'";

    /// <summary>
    /// A rule that a list of open ports or allowed programs would hold: AllowUserPrefMerge of
    /// GloballyOpenPorts and AuthorizedApplications speaks of these alone ([MS-GPFAS] 2.2.3.11 and 2.2.3.12).
    /// </summary>
    public bool IsOpenPort =>
        Rule is { Action: FirewallAction.Allow, Program: null, Service: null, IsForApps: false } && !Rule.LocalPorts.Contains(PortRange.Every);

    /// <inheritdoc cref="IsOpenPort"/>
    public bool IsAllowedProgram => Rule is { Action: FirewallAction.Allow, Program: not null, Service: null, IsForApps: false };
}
