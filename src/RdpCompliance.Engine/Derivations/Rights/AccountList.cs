using RdpCompliance.Engine.Derivations.Access;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Derivations.Rights;

/// <summary>
/// The accounts that a right or a group names, each known by its identifier where the source, or the English of Windows, tells it.
/// </summary>
internal static class AccountList
{
    /// <returns><see langword="null"/> when the value is no list of accounts.</returns>
    public static FieldValue.List? Of(SettingValue value) => value switch
    {
        SettingValue.List list => new([.. list.Values.Select((written, index) => AccountOf(written) with { Place = PlaceOf(list, index) })]),
        SettingValue.Text text => new([AccountOf(text.Value)]),
        _ => null,
    };

    private static Location? PlaceOf(SettingValue.List list, int index) => index < list.Places.Length ? list.Places[index] : null;

    private static FieldValue.Account AccountOf(string written) =>
        AccountNames.SidOf(written) is { } sid ? new(sid, AccountNames.Shown(sid)) : new(null, written.Trim());
}
