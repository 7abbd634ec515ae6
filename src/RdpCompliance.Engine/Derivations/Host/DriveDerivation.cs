using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Host;

/// <summary>The whole percentage of a drive that is free.</summary>
internal sealed class DriveDerivation : IFieldDerivation
{
    public string Kind => "drive";

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field == "free-percent" ? FreePercent(subject) : null;

    private static Fact FreePercent(Subject subject)
    {
        if (subject.Items is not [{ Item: var drive }, ..]
            || drive.Find("free-bytes") is not { Value: SettingValue.Number { Value: >= 0 and var free }, Location: var place }
            || drive.Find("size-bytes") is not { Value: SettingValue.Number { Value: > 0 and var size } })
        {
            return Fact.Unknown(UnknownReason.NotCollected, $"size and free space of {subject}");
        }

        var percent = (long)((Int128)free * 100 / size);
        return Fact.Known(new FieldValue.Number(percent)) with
        {
            Grounds = [Ground.Stated(place, new Address.Item(drive.Space, drive.Name, "free-bytes"))],
            Because = string.Create(CultureInfo.InvariantCulture, $"{percent} percent of drive {drive.Name} are free"),
        };
    }
}
