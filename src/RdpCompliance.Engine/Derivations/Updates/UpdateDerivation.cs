using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Updates;

/// <summary>
/// The updates of a machine, out of its list of hotfixes. A list that is not complete says nothing: the one that is missing may be the newest.
/// </summary>
internal sealed class UpdateDerivation : IFieldDerivation
{
    private const string Space = "hotfix";

    public string Kind => SubjectKind.Machine;

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field switch
    {
        "hotfixes" => OfAll(subject, updates => Fact.Known(SettingConversion.ToList(updates.Select(update => update.Item.Name)))),
        "update-age" => OfAll(subject, updates => Age(updates, estate)),
        _ => null,
    };

    private static Fact OfAll(Subject machine, Func<IReadOnlyList<IndexedItem>, Fact> say) =>
        machine.Evidence.CoversSpace(Space) && machine.Evidence.ItemsIn(Space) is { Count: > 0 } updates
            ? say(updates)
            : Fact.Unknown(UnknownReason.NotCollected, "all installed updates (Get-HotFix)");

    /// <summary>How old the newest update was when the list was captured; when that is not said, at the time of the scan.</summary>
    private static Fact Age(IReadOnlyList<IndexedItem> updates, IFactSource estate)
    {
        // Windows does not know the day of every update; one without it may be the newest.
        var dated = updates.Select(update => (update, Field: update.Item.Find("installed-on"))).ToList();
        if (dated.Exists(one => one.Field?.Value is not SettingValue.Instant))
        {
            return Fact.Unknown(UnknownReason.NotCollected, "the day on which every update was installed");
        }

        var (newest, stated) = dated.OrderByDescending(one => one.Field?.Value is SettingValue.Instant { Value: var day } ? day : default).First();
        if (stated is not { Value: SettingValue.Instant { Value: var installed } })
        {
            return Fact.Unknown(UnknownReason.NotCollected, "an installed update");
        }

        var seen = newest.Item.Captured ?? (newest.Source.Origin as Origin.Host)?.Captured ?? estate.AsOf;
        return Fact.Known(new FieldValue.Duration(seen > installed ? seen - installed : TimeSpan.Zero)) with
        {
            Layer = Layer.Local,
            Grounds = [Ground.Stated(stated.Location, new Address.Item(Space, newest.Item.Name, "installed-on"))],
            Because = $"{newest.Item.Name} was installed on {stated.Value}",
        };
    }
}
