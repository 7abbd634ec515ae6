using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>What becomes of a packet.</summary>
internal enum PacketFate
{
    Allow,
    Block,

    /// <summary>Nothing lets it in, so the default action drops it.</summary>
    None,
}

/// <summary>What decides the fate, the most specific reason against a connection first.</summary>
internal enum FateReason
{
    BlockRule,
    ShieldsUp,

    /// <summary>The policy "Allow inbound Remote Desktop exceptions" is disabled.</summary>
    RemoteDesktopException,

    /// <summary>A local rule would let it in, and policy ignores local rules.</summary>
    LocalMerge,

    /// <summary>A rule would let it in, but not in this profile.</summary>
    OtherProfile,
    Nothing,
    FirewallOff,
    AllowRule,
    DefaultAction,
}

/// <summary>The fate of the packet with its reason, or why it is not known.</summary>
internal sealed record FirewallVerdict(PacketFate Fate, FateReason Reason, Fact Evidence)
{
    /// <summary>Whether the deciding rule lets in every sender.</summary>
    public bool IsForEveryone { get; init; }

    public static FirewallVerdict NotKnown(Fact why) => new(PacketFate.None, FateReason.Nothing, why);

    public bool IsKnown => Evidence.IsKnown;

    /// <summary>"allow", "block" or "none".</summary>
    public Fact AsFate() => As(Fate switch { PacketFate.Allow => "allow", PacketFate.Block => "block", _ => "none" });

    /// <summary>
    /// What decides, in the words of <c>subjects.yml</c>. Where the fate is not known the rule on the fate
    /// says why; each reason is then merely not collected, so that one doubt is reported once.
    /// </summary>
    public Fact AsReason() => IsKnown ? As(Word()) : Fact.Unknown(UnknownReason.NotCollected, Evidence.Need);

    /// <summary>Who is let in: "any" or "scoped"; absent when nobody is.</summary>
    public Fact AsSenders() => !IsKnown ? Evidence
        : Fate == PacketFate.Allow ? As(IsForEveryone ? "any" : "scoped")
        : Fact.Absent() with { Grounds = Evidence.Grounds, Because = Evidence.Because };

    private string Word() => Reason switch
    {
        FateReason.BlockRule => "block-rule",
        FateReason.ShieldsUp => "shields-up",
        FateReason.RemoteDesktopException => "remote-desktop-exception",
        FateReason.LocalMerge => "local-merge",
        FateReason.OtherProfile => "other-profile",
        FateReason.FirewallOff => "firewall-off",
        FateReason.AllowRule => "allow-rule",
        FateReason.DefaultAction => "default-action",
        _ => "nothing",
    };

    private Fact As(string word) => !IsKnown ? Evidence : Fact.Known(new FieldValue.Text(word)) with
    {
        Layer = Evidence.Layer,
        Grounds = Evidence.Grounds,
        Because = Evidence.Because,
        Unless = Evidence.Unless,
    };
}
