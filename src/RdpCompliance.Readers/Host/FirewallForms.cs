using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Host;

/// <summary>The forms of the firewall's CIM classes and of the filters of a rule.</summary>
internal static class FirewallForms
{
    private static readonly (long Bit, string Name)[] ProfileBits = [(1, "domain"), (2, "private"), (4, "public")];

    /// <summary>1 is enabled and 2 is not; a user may have made it a boolean.</summary>
    public static FieldForm Enabled { get; } = new("1 or 2", node => node switch
    {
        Node.Boolean flag => new SettingValue.Flag(flag.Value),
        Node.Number number when FieldForm.Whole(number) == 1 => new SettingValue.Flag(true),
        Node.Number number when FieldForm.Whole(number) == 2 => new SettingValue.Flag(false),
        Node.Text text when text.Value.Equals("True", StringComparison.OrdinalIgnoreCase) => new SettingValue.Flag(true),
        Node.Text text when text.Value.Equals("False", StringComparison.OrdinalIgnoreCase) => new SettingValue.Flag(false),
        _ => null,
    });

    /// <summary>Bits, 0 = all; as text "Domain, Private" or "Any".</summary>
    public static FieldForm Profiles { get; } = new("a number of bits 1, 2 and 4, or names of profiles", node => node switch
    {
        Node.Number number when FieldForm.Whole(number) == 0 => All(),
        Node.Number number when FieldForm.Whole(number) is > 0 and <= 7 and var bits =>
            new SettingValue.List([.. ProfileBits.Where(profile => (bits & profile.Bit) != 0).Select(profile => profile.Name)]),
        Node.Text text => Named(text.Value),
        _ => null,
    });

    /// <summary>MSFT_NetConnectionProfile's numbers.</summary>
    public static FieldForm Connectivity { get; } =
        FieldForm.Numbered((0, "Disconnected"), (1, "NoTraffic"), (2, "Subnet"), (3, "LocalNetwork"), (4, "Internet"));

    public static ImmutableArray<FieldShape> PortFilter { get; } =
    [
        new(
            "Protocol",
            "protocol",
            new("a protocol", node => node is Node.Text or Node.Number ? new SettingValue.Text(ProtocolOf(FieldForm.Shown(node))) : null)),
        new("LocalPort", "local-ports", Any),
        new("RemotePort", "remote-ports", Any),
    ];

    public static ImmutableArray<FieldShape> AddressFilter { get; } =
    [
        new("LocalAddress", "local-addresses", Any),
        new("LocalIP", "local-addresses", Any),
        new("RemoteAddress", "remote-addresses", Any),
        new("RemoteIP", "remote-addresses", Any),
    ];

    public static ImmutableArray<FieldShape> ApplicationFilter { get; } =
    [
        new("Program", "program", FieldForm.Text), new("AppPath", "program", FieldForm.Text), new("Package", "package", FieldForm.Text),
    ];

    /// <summary>A list in which "Any" stands for everything.</summary>
    private static FieldForm Any => new("a list of strings", node => FieldForm.TextsOf(node) is { } texts
        ? new SettingValue.List([.. texts.Select(text => text.Equals("Any", StringComparison.OrdinalIgnoreCase) ? "any" : text)])
        : null);

    private static SettingValue.List All() => new([.. ProfileBits.Select(profile => profile.Name)]);

    private static SettingValue.List? Named(string text)
    {
        if (text.Equals("Any", StringComparison.OrdinalIgnoreCase))
        {
            return All();
        }

        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var known = ProfileBits.Select(profile => profile.Name).Where(name => parts.Contains(name, StringComparer.OrdinalIgnoreCase)).ToImmutableArray();
        return known.Length == parts.Length ? new(known) : null;
    }

    private static string ProtocolOf(string text) => text.ToUpperInvariant() switch
    {
        "TCP" or "6" => "tcp",
        "UDP" or "17" => "udp",
        "ICMPV4" or "1" => "icmpv4",
        "ICMPV6" or "58" => "icmpv6",
        "ANY" => "any",
        _ => text,
    };
}
