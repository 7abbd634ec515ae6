using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>The interface that a packet goes to, as a network security group sees it: its private address, after address translation.</summary>
public abstract record Destination
{
    private Destination()
    {
    }

    /// <summary>The ids of its application security groups; <see langword="null"/> when they are not known.</summary>
    public ImmutableHashSet<string>? Groups { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>One of these addresses.</summary>
    public sealed record Among(AddressSet Addresses) : Destination;

    /// <summary>Some address of the network that no rule names.</summary>
    public sealed record Elsewhere : Destination;

    /// <summary>Some address that is not known.</summary>
    public sealed record Somewhere : Destination;

    /// <summary>Whether a term of a rule names it. Tags other than the network's own are never where a packet comes in.</summary>
    /// <param name="named">The term as addresses; <see langword="null"/> when it is none.</param>
    internal Truth IsNamedBy(string text, AddressSet? named)
    {
        if (NetworkSpace.IsEverything(text) || text.Equals("VirtualNetwork", StringComparison.OrdinalIgnoreCase))
        {
            return Truth.True;
        }

        if (named is null)
        {
            return NetworkSpace.IsTag(text) ? Truth.False : Truth.Unknown;
        }

        return this switch
        {
            Among { Addresses: var own } => named.Covers(own) ? Truth.True : named.Overlaps(own) ? Truth.Unknown : Truth.False,
            Elsewhere => Truth.False,
            _ => Truth.Unknown,
        };
    }
}
