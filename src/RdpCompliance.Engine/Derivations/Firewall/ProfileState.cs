using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>A switch of a profile: its value, where that is known, and the fact that says so.</summary>
internal sealed record Switch(bool? Value, Fact Fact);

/// <summary>The switches of one profile that come before and after its rules.</summary>
internal sealed class ProfileState
{
    private const string Space = "firewall-profile";
    private readonly Subject _profile;
    private readonly IFactSource _estate;

    public ProfileState(Subject profile, IFactSource estate)
    {
        _profile = profile;
        _estate = estate;
        IsOn = Of("enabled", "enabled", number => number != 0, unstated: true);
        IsShielded = Of("firewall.shields-up", "allow-inbound-rules", number => number != 0, unstated: false, isOpposite: true);
        LetsUnnamedIn = Of("firewall.default-inbound-action", "inbound", number => number == 0, unstated: false);
        LetsUnnamedOut = Of("firewall.default-outbound-action", "outbound", number => number == 0, unstated: true);
        MergesLocalRules = Of("firewall.allow-local-policy-merge", "allow-local-rules", number => number != 0, unstated: true);
        MergesOpenPorts = Of("firewall.merge-open-ports", null, number => number != 0, unstated: true);
        MergesPrograms = Of("firewall.merge-programs", null, number => number != 0, unstated: true);
        RemoteDesktopException = _estate.FactOf(profile, "firewall.remote-desktop-exception");
    }

    public FirewallProfiles Profile =>
        _profile.Name switch
        {
            "domain" => FirewallProfiles.Domain,
            "private" => FirewallProfiles.Private,
            _ => FirewallProfiles.Public,
        };

    public Switch IsOn { get; }

    public Switch IsShielded { get; }

    public Switch LetsUnnamedIn { get; }

    public Switch LetsUnnamedOut { get; }

    public Switch MergesLocalRules { get; }

    public Switch MergesOpenPorts { get; }

    public Switch MergesPrograms { get; }

    /// <summary>The policy of WindowsFirewall.admx: 1 opens TCP 3389, 0 keeps it closed whatever local rules say; absent otherwise.</summary>
    public Fact RemoteDesktopException { get; }

    /// <summary>Out of a listing of the profiles in force, else out of the settings. A GPO by itself that does not state it leaves the default.</summary>
    private Switch Of(string setting, string? field, Func<long, bool> holds, bool unstated, bool isOpposite = false)
    {
        if (
            field is not null
            && _profile
                .Evidence.ItemsIn(Space)
                .Select(one => one.Item)
                .FirstOrDefault(item => item.Name.Equals(_profile.Name, StringComparison.OrdinalIgnoreCase))
                ?.Find(field)
                is { } listed)
        {
            bool? value = listed.Value switch
            {
                SettingValue.Flag flag => flag.Value != isOpposite,
                SettingValue.Text { Value: "allow" } => true,
                SettingValue.Text { Value: "block" } => false,
                _ => null,
            };
            if (value is { } known)
            {
                var place = Ground.Stated(listed.Location, new Address.Item(Space, _profile.Name, field));
                return new(
                    known,
                    Fact.Known(new FieldValue.Flag(known)) with
                    {
                        Grounds = [place],
                        Because = $"{field} of the {_profile.Name} profile is {listed.Value}",
                    });
            }
        }

        var fact = _estate.FactOf(_profile, setting);
        return fact switch
        {
            { Value: FieldValue.Number { Value: var number } } => new(holds(number), fact),
            { IsKnown: false, Reason: UnknownReason.NotCollected } when _profile.Mode == JudgementMode.Stated => new(unstated, Fact.Absent()),
            { IsKnown: true } => new(unstated, fact),
            _ => new(null, fact),
        };
    }
}
