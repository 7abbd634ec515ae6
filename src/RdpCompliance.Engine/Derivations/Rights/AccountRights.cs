using System.Buffers.Binary;
using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.Access;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Derivations.Rights;

/// <summary>
/// The logon rights of a machine out of its registry: <c>SECURITY\Policy\Accounts\SID\ActSysAc</c> holds a
/// mask for each account that has one. They become the items that a security template states
/// ("privilege"), so that the same subjects and rules judge them; which account it is stays in the hive. An account
/// without the value has no right; so only a source that covers all accounts says who holds a right.
/// </summary>
internal static class AccountRights
{
    private const string Space = "privilege";
    private const string Mask = "ActSysAc";

    /// <summary>POLICY_MODE_… of ntsecapi.h, by the names that security templates use.</summary>
    private static readonly ImmutableArray<(uint Bit, string Name)> Rights =
    [
        (0x001, "SeInteractiveLogonRight"),
        (0x002, "SeNetworkLogonRight"),
        (0x004, "SeBatchLogonRight"),
        (0x010, "SeServiceLogonRight"),
        (0x040, "SeDenyInteractiveLogonRight"),
        (0x080, "SeDenyNetworkLogonRight"),
        (0x100, "SeDenyBatchLogonRight"),
        (0x200, "SeDenyServiceLogonRight"),
        (0x400, "SeRemoteInteractiveLogonRight"),
        (0x800, "SeDenyRemoteInteractiveLogonRight"),
    ];

    public static ImmutableArray<string> Keys { get; } =
    [SecretAddresses.Accounts.ToString(), $@"{SecretAddresses.Accounts}\*", $@"{SecretAddresses.Accounts}\*\{Mask}"];

    /// <summary>
    /// The source with the rights that its accounts have; as it is when it does not cover them. A list of
    /// all rights that somebody has leaves out those that nobody has; they are added too.
    /// </summary>
    public static SourceEvidence AddTo(SourceEvidence source)
    {
        if (source.Coverage.Any(coverage => coverage is Coverage.Space { Name: Space }))
        {
            var stated = source.Items.Where(item => item.Space == Space).ToList();
            var place = (stated is [var first, ..] ? first.Location : Location.StartOf(source.Source, SpanUnit.Characters)) with { Length = 0 };
            var unstated = Rights.Where(right => !stated.Exists(item => item.Name.Equals(right.Name, StringComparison.OrdinalIgnoreCase)));
            return source with { Items = [.. source.Items, .. unstated.Select(right => ItemOf(right.Bit, right.Name, [], place))] };
        }

        return FromMasks(source);
    }

    private static SourceEvidence FromMasks(SourceEvidence source)
    {
        if (!source.Coverage.Any(coverage => coverage is Coverage.RegistryTree { Key: var covered } && SecretAddresses.Accounts.IsWithin(covered)))
        {
            return source;
        }

        Location? place = null;
        var accounts = new List<Account>();
        foreach (var observation in source.Observations)
        {
            if (
                observation is not { Action: ObservedAction.Set or ObservedAction.Key, Address: Address.Registry { Key: var key, Name: "" } }
                || !key.IsWithin(SecretAddresses.Accounts))
            {
                continue;
            }

            place ??= observation.Location with { Length = 0 };
            if (
                observation.Action == ObservedAction.Set
                && key.Name.Equals(Mask, StringComparison.OrdinalIgnoreCase)
                && key.Parent is { } account
                && account.Parent == SecretAddresses.Accounts)
            {
                accounts.Add(new(account.Name, MaskOf(observation.Value), observation.Location));
            }
        }

        return place is null ? source : source with { Items = [.. source.Items, .. Rights.Select(right => ItemOf(right.Bit, right.Name, accounts, place))] };
    }

    private static Item ItemOf(uint bit, string right, List<Account> accounts, Location place)
    {
        var holders = accounts.Where(account => account.Mask is not { } mask || (mask & bit) != 0).ToList();
        var at = holders is [var first, ..] ? first.Place : place;

        // A name that is no identifier, or a mask that cannot be read, may be anybody's right.
        var unreadable = holders.Find(account => account.Mask is null || SecurityId.TryParse(account.Sid) is null);
        SettingValue value = unreadable is null
            ? ListOf([.. holders.DistinctBy(account => SecurityId.WithoutAccount(account.Sid), StringComparer.Ordinal)])
            : new SettingValue.Unresolved(UnknownReason.Unreadable, $"the rights of one of {accounts.Count} accounts");
        return new(Space, right, [new("value", value, unreadable?.Place ?? at)], at);
    }

    private static SettingValue.List ListOf(ImmutableArray<Account> holders) =>
        new([.. holders.Select(account => $"*{SecurityId.WithoutAccount(account.Sid)}")])
        {
            Places = [.. holders.Select(account => account.Place)],
        };

    private static uint? MaskOf(SettingValue value) =>
        value is SettingValue.Registry { Data.Bytes: { Length: sizeof(uint) } bytes } ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span) : null;

    private sealed record Account(string Sid, uint? Mask, Location Place);
}
