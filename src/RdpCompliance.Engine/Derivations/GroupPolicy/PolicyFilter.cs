using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>Whom a GPO is applied to among the machines that it is linked to: its WMI filter and the accounts that may apply it.</summary>
internal static class PolicyFilter
{
    private const string AuthenticatedUsers = "S-1-5-11";
    private const string Everyone = "S-1-1-0";

    /// <summary>Domain Computers, which domain controllers are not among.</summary>
    private const string DomainComputers = "-515";

    private static readonly Address.Registry ProductType = new(
        RegistryHalf.Machine, RegistryKey.LocalMachine.Below(@"SYSTEM\CurrentControlSet\Control\ProductOptions"), "ProductType");

    /// <returns>The targets that the GPO is for, where evidence does not settle whether the
    /// machine is one of them; <see langword="null"/> when it is applied.</returns>
    public static string? TargetsOf(PolicyObject gpo, EvidenceIndex machine)
    {
        foreach (var item in gpo.Descriptions)
        {
            if (item.Find("wmi-filter")?.Value is SettingValue.Text { Value: { Length: > 0 } filter })
            {
                return $"machines that the WMI filter '{filter}' lets in";
            }

            if (item.Find("security-filter-denied")?.Value is SettingValue.List { Values: [_, ..] denied })
            {
                return $"accounts that are not among those to which the GPO is denied ({string.Join(", ", denied)})";
            }

            if (item.Find("security-filter")?.Value is SettingValue.List { Values: [_, ..] allowed } && !allowed.Any(account => Holds(account, machine)))
            {
                return $"members of {string.Join(", ", allowed)} (security filter)";
            }
        }

        return null;
    }

    private static bool Holds(string account, EvidenceIndex machine) =>
        account is AuthenticatedUsers or Everyone || (account.EndsWith(DomainComputers, StringComparison.Ordinal) && IsNoController(machine));

    private static bool IsNoController(EvidenceIndex machine) =>
        machine.At(ProductType) is [.., { Observation.Value: SettingValue.Registry { Data: var data } }] && data.AsText() is "WinNT" or "ServerNT";
}
