using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Xml;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// The settings in reports of group policy (Get-GPOReport and gpresult /x share the form): security
/// settings, registry settings with key and value, Windows Firewall, preferences.
/// Administrative templates are named by their display names, which are localised and lead to no registry value: they are counted, not read.
/// </summary>
internal sealed class ReportSettings(Source source)
{
    private const string Settings = "http://www.microsoft.com/GroupPolicy/Settings/";

    private static readonly DiagnosticDescriptor NoValue = new("RDP0124", DiagnosticEffect.Damage, "'{0}' is no {1}.");

    private static readonly DiagnosticDescriptor NamedPolicies = new(
        "RDP0126",
        DiagnosticEffect.Note,
        "{0} policies of administrative templates are known here by display name only, which is localised; their registry values must come from Registry.pol or from the machine."
    );

    private readonly ImmutableArray<Observation>.Builder _observations = ImmutableArray.CreateBuilder<Observation>();
    private readonly ImmutableArray<Item>.Builder _items = ImmutableArray.CreateBuilder<Item>();
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

    private Location? _firstNamed;
    private int _named;

    public ImmutableArray<Observation> Observations => _observations.ToImmutable();

    public ImmutableArray<Item> Items => _items.ToImmutable();

    public ImmutableArray<Diagnostic> Diagnostics => _diagnostics.ToImmutable();

    /// <summary>How many policies are known by display name only, told at the first; <see langword="null"/> when there are none.</summary>
    public Diagnostic? NamedOnly => _firstNamed is { } first ? new(NamedPolicies, first, _named.ToString(CultureInfo.InvariantCulture)) : null;

    /// <param name="half">"Computer", "User", "ComputerResults" or "UserResults".</param>
    /// <param name="originOf">The GPO and the precedence of a setting.</param>
    public void Read(XmlElement half, Func<XmlElement, (string? GpoName, int? Precedence)> originOf)
    {
        var statements = new Half(this, half.Name.StartsWith("User", StringComparison.Ordinal) ? RegistryHalf.User : RegistryHalf.Machine, originOf);
        foreach (var setting in half.All("ExtensionData").SelectMany(data => data.All("Extension")).SelectMany(extension => extension.Children))
        {
            switch (ExtensionOf(setting))
            {
                case "Security":
                    SecurityReport.Read(statements, setting);
                    break;
                case "WindowsFirewall":
                    FirewallReport.Read(statements, setting);
                    break;
                case "Registry" when setting.Name == "RegistrySetting":
                    ReadRegistrySetting(statements, setting);
                    break;
                case "Registry" when setting.Name == "Policy":
                    _firstNamed ??= At(setting.Find("Name")?.Text.Span ?? setting.Span);
                    _named++;
                    break;
                case not "Registry" when setting.Name is "RegistrySettings" or "NTServices" or "LocalUsersAndGroups":
                    ReadPreferences(setting, originOf);
                    break;
            }
        }
    }

    /// <summary>"Windows/Registry", "Security" …: what makes the names of a report unique.</summary>
    public static string ExtensionOf(XmlElement setting) =>
        setting.Namespace.StartsWith(Settings, StringComparison.Ordinal) ? setting.Namespace[Settings.Length..] : "";

    /// <summary>From the first of the elements to the end of the last; the text of another where there are none.</summary>
    public static TextSpan SpanOf(ImmutableArray<XmlElement> elements, XmlElement otherwise) =>
        elements.Length > 0 ? TextSpan.FromBounds(elements[0].Span.Start, elements[^1].Span.End) : otherwise.Text.Span;

    /// <summary>A key without values is stated as a key: values that belong to another extension's settings are not repeated here.</summary>
    private static void ReadRegistrySetting(Half half, XmlElement setting)
    {
        if (setting.Find("KeyPath") is not { } path)
        {
            return;
        }

        var key = half.Root.Below(path.Text.Value);
        var values = setting.All("Value").ToImmutableArray();
        if (values.Length == 0)
        {
            half.Observe(setting, key, "", new SettingValue.Text(""), path.Text.Span, ObservedAction.Key);
        }

        foreach (var value in values)
        {
            var name = value.Find("Name")?.Text.Value ?? "";
            if (value.Find("Number") is { } number)
            {
                half.Observe(setting, key, name, half.DwordOf(number), number.Text.Span);
            }
            else if (value.Find("String") is { } text)
            {
                half.Observe(setting, key, name, new SettingValue.Registry(RegistryData.Text(RegistryType.String, text.Text.Value)), text.Text.Span);
            }
            else if (value.All("Element").ToImmutableArray() is { Length: > 0 } elements)
            {
                var texts = RegistryData.Texts(elements.Select(element => (element.Find("Data") ?? element).Text.Value).Where(element => element.Length > 0));
                half.Observe(setting, key, name, new SettingValue.Registry(texts), SpanOf(elements, value));
            }
        }
    }

    private void ReadPreferences(XmlElement settings, Func<XmlElement, (string? GpoName, int? Precedence)> originOf)
    {
        var preferences = new PreferenceSettings(source);
        preferences.Read(settings, originOf);
        _observations.AddRange(preferences.Observations);
        _items.AddRange(preferences.Items);
        _diagnostics.AddRange(preferences.Diagnostics);
    }

    private Location At(TextSpan span) => Location.InText(source, span);

    /// <summary>Takes what one half of a report states.</summary>
    internal sealed class Half(ReportSettings report, RegistryHalf half, Func<XmlElement, (string? GpoName, int? Precedence)> originOf)
    {
        public RegistryKey Root { get; } = half == RegistryHalf.User ? RegistryKey.CurrentUser : RegistryKey.LocalMachine;

        public void Observe(XmlElement setting, RegistryKey key, string name, SettingValue value, TextSpan place, ObservedAction action = ObservedAction.Set)
        {
            var (gpo, precedence) = originOf(setting);
            report._observations.Add(new(new Address.Registry(half, key, name), value, At(place)) { Action = action, GpoName = gpo, Precedence = precedence });
        }

        public void Add(XmlElement setting, Item item)
        {
            var (gpo, precedence) = originOf(setting);
            report._items.Add(item with { GpoName = gpo, Precedence = precedence });
        }

        /// <summary>Numbers are printed unsigned and, by some versions, signed.</summary>
        public SettingValue DwordOf(XmlElement number)
        {
            var text = number.Text.Value.Trim();
            if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var dword))
            {
                return new SettingValue.Registry(RegistryData.Dword(dword));
            }

            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var negative))
            {
                return new SettingValue.Registry(RegistryData.Dword(unchecked((uint)negative)));
            }

            Report(number.Text, "32-bit number");
            return new SettingValue.Unresolved(UnknownReason.WrongType, number.Text.Value);
        }

        public void Report(XmlText found, string wanted) => report._diagnostics.Add(new(NoValue, At(found.Span), found.Value, wanted));

        public Location At(TextSpan span) => report.At(span);
    }
}
