namespace RdpCompliance.Engine.Derivations.Firewall;

[Flags]
public enum FirewallProfiles
{
    None = 0,
    Domain = 1,
    Private = 2,
    Public = 4,
    Every = Domain | Private | Public,
}

/// <summary>The first packet of a Remote Desktop connection, as the filter sees it; its sender is not known.</summary>
/// <param name="Profile">The one profile of the network that it comes in by.</param>
/// <param name="Protocol">6 or 17.</param>
/// <param name="Port">The listener's port; <see langword="null"/> when that is not known.</param>
public sealed record FirewallPacket(FirewallProfiles Profile, int Protocol, int? Port)
{
    public const int Tcp = 6;
    public const int Udp = 17;

    /// <summary>
    /// Whether a driver of the kernel listens and not the service: up to Windows 7, where the built-in rule
    /// names the program "System". <see langword="null"/> when the Windows version is not known.
    /// </summary>
    public bool? IsHeardByKernel { get; init; }
}

/// <summary>How far a rule concerns a packet, from the strongest answer to the weakest.</summary>
public enum RuleFit
{
    /// <summary>Some field leaves it out.</summary>
    No,

    /// <summary>A field that would tell is damaged or was not collected.</summary>
    Unknown,

    /// <summary>It concerns the packet for some senders, adapters or users.</summary>
    Some,

    Every,
}
