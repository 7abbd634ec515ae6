using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Conditions;

/// <summary>
/// "All of" (identity true) is false by its false parts, true by all; "any of" (identity
/// false) the other way round. Unknown is decided by the unknown parts,
/// and for "any of" by the false ones too: they are what speaks against.
/// </summary>
/// <param name="identity">The truth of no parts at all.</param>
/// <param name="explains">Whether the facts of the parts are kept.</param>
internal struct Combination(Truth identity, bool explains)
{
    private readonly Truth _identity = identity;
    private readonly bool _explains = explains;
    private List<Judgement>? _parts;

    public Truth Truth { get; private set; } = identity;

    public void Add(Judgement part)
    {
        if (part.Truth != _identity && (part.Truth != Truth.Unknown || Truth == _identity))
        {
            Truth = part.Truth;
        }

        if (_explains)
        {
            (_parts ??= []).Add(part);
        }
    }

    public readonly Judgement Result()
    {
        if (_parts is null)
        {
            return Judgement.Bare(Truth);
        }

        var truth = Truth;
        var isDoubtfulAny = truth == Truth.Unknown && _identity == Truth.False;
        return new(truth, [.. _parts.Where(part => part.Truth == truth || (isDoubtfulAny && part.Truth == Truth.False)).SelectMany(part => part.Deciders)]);
    }
}
