using System.Collections.Immutable;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>The senders whose packets a rule takes.</summary>
/// <param name="Narrow">
/// As <see cref="AddressBounds.May"/> without what only service tags may add whose addresses no source lists. Such a tag is a small part of the Internet,
/// so a rule that denies one cannot close what another rule opens to all.
/// </param>
/// <param name="Tags">Those tags.</param>
public readonly record struct RuleTakes(AddressBounds Senders, AddressSet Narrow, ImmutableArray<string> Tags)
{
    /// <summary>No published list of a service tag, the one of all of Azure included, has as many IPv4 addresses as a network of length 5.</summary>
    public const ulong MostOfTag = 1UL << 27;

    public static RuleTakes Nothing { get; } = new(AddressBounds.Nothing, AddressSet.Empty, []);

    /// <summary>The same where it is not certain that the rule takes packets at all.</summary>
    public RuleTakes Perhaps() => this with { Senders = Senders.Perhaps() };
}
