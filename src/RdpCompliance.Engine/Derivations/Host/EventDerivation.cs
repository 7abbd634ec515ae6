using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Host;

/// <summary>
/// How old an event was when its log was captured (when that is not said, at the time of the scan), and the status that a driver puts into its last bytes.
/// </summary>
internal sealed class EventDerivation : IFieldDerivation
{
    private const int StatusDigits = 8;

    public string Kind => "event";

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field switch
    {
        "age" => Age(subject, estate),
        "status-code" => StatusCode(subject),
        _ => null,
    };

    private static Fact Age(Subject subject, IFactSource estate)
    {
        if (subject.Items is not [var one, ..] || one.Item.Find("time") is not { Value: SettingValue.Instant { Value: var time }, Location: var place })
        {
            return Fact.Unknown(UnknownReason.NotCollected, $"the time of {subject}");
        }

        var seen = one.Item.Captured ?? (one.Source.Origin as Origin.Host)?.Captured ?? estate.AsOf;
        var age = seen > time ? seen - time : TimeSpan.Zero;
        return Fact.Known(new FieldValue.Duration(age)) with
        {
            Grounds = [Ground.Thing(place)],
            Because = $"{subject} is {new FieldValue.Duration(age)} old",
        };
    }

    /// <summary>The last four of the bytes that the event carries, as the number that they are: "0x80090304".</summary>
    private static Fact StatusCode(Subject subject)
    {
        if (subject.Items is not [var one, ..] || one.Item.Find("binary") is not { Value: SettingValue.Text { Value: var digits }, Location: var place })
        {
            return Fact.Unknown(UnknownReason.NotCollected, $"the binary data of {subject}");
        }

        if (
            digits.Length < StatusDigits
            || !uint.TryParse(digits.AsSpan(digits.Length - StatusDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var reversed))
        {
            return Fact.Absent() with { Grounds = [Ground.Thing(place)] };
        }

        var status = string.Create(CultureInfo.InvariantCulture, $"0x{System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(reversed):x8}");
        return Fact.Known(new FieldValue.Text(status)) with { Grounds = [Ground.Thing(place)], Because = $"the status in {subject} is {status}" };
    }
}
