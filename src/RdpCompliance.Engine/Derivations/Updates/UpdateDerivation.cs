using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Updates;

/// <summary>The updates of a machine, out of its list of hotfixes. A list that is not complete says nothing: the one that is missing may be the newest.</summary>
internal sealed class UpdateDerivation : IFieldDerivation
{
    private const string Space = "hotfix";

    public string Kind => SubjectKind.Machine;

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field switch
    {
        "hotfixes" => OfAll(subject, updates => Fact.Known(SettingConversion.ToList(updates.Select(update => update.Item.Name)))),
        "newest-update" => OfAll(subject, Newest),
        _ => null,
    };

    private static Fact OfAll(Subject machine, Func<IReadOnlyList<IndexedItem>, Fact> say) => machine.Evidence.CoversSpace(Space) && machine.Evidence.ItemsIn(Space) is { Count: > 0 } updates
        ? say(updates)
        : Fact.Unknown(UnknownReason.NotCollected, "all installed updates (Get-HotFix)");

    private static Fact Newest(IReadOnlyList<IndexedItem> updates)
    {
        // Windows does not know the day of every update; one without it may be the newest.
        var dated = updates.Select(update => (update.Item.Name, Field: update.Item.Find("installed-on"))).ToList();
        if (dated.Exists(update => update.Field?.Value is not SettingValue.Instant))
        {
            return Fact.Unknown(UnknownReason.NotCollected, "the day on which every update was installed");
        }

        var newest = dated.OrderByDescending(update => update.Field?.Value is SettingValue.Instant { Value: var day } ? day : default).First();
        return newest is { Field: { Value: SettingValue.Instant { Value: var installed } } field }
            ? Fact.Known(new FieldValue.Instant(installed)) with { Layer = Layer.Local, Grounds = [Ground.Stated(field.Location, new Address.Item(Space, newest.Name, "installed-on"))], Because = $"{newest.Name} was installed on {field.Value}" }
            : Fact.Unknown(UnknownReason.NotCollected, "an installed update");
    }
}
