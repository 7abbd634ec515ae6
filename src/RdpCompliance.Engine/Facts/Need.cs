using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Facts;

/// <summary>What would decide a value that is not known.</summary>
/// <param name="Reason">Why it is not known, and so what kind of input decides: one that is collected, a value that is given, a choice between places.</param>
/// <param name="What">The one input that would decide, as an order to the reader: "HKLM\…!Value", "a value: parameter 'port' has no default".</param>
public sealed record Need(UnknownReason Reason, Wording What)
{
    /// <summary>The address that has to be collected; <see langword="null"/> when it is none.</summary>
    public Address? Address { get; init; }

    /// <summary>An address that no input covers.</summary>
    public static Need ToCollect(Address address) => new(UnknownReason.NotCollected, $"{address}") { Address = address };

    public override string ToString() => What.ToString();
}
