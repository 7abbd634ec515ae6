namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>What a packet carries besides its addresses.</summary>
/// <param name="Protocol">"Tcp" or "Udp".</param>
/// <param name="Port">The port at the receiver, after address translation.</param>
public sealed record PacketFlow(string Protocol, int Port)
{
    /// <summary>The sender's port, where the sender chooses it; <see langword="null"/> for one that the system of an ordinary client picks.</summary>
    public int? SourcePort { get; init; }
}
