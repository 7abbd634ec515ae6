using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Xml;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// The settings in reports of group policy (Get-GPOReport and gpresult /x share the form): security settings, registry settings with key and value, Windows Firewall, preferences.
/// Administrative templates are named by their display names, which are localised and lead to no registry value: they are counted, not read.
/// </summary>
internal sealed class ReportSettings(Source source)
{
    private const string Settings = "http://www.microsoft.com/GroupPolicy/Settings/";
    private const string FirewallKey = @"SOFTWARE\Policies\Microsoft\WindowsFirewall";

    private static readonly DiagnosticDescriptor NoValue = new("RDP0124", DiagnosticEffect.Damage, "'{0}' is no {1}.");

    private static readonly string[] KerberosSettings = ["MaxTicketAge", "MaxRenewAge", "MaxServiceAge", "MaxClockSkew", "TicketValidateClient"];

    private readonly ImmutableArray<Observation>.Builder _observations = ImmutableArray.CreateBuilder<Observation>();
    private readonly ImmutableArray<Item>.Builder _items = ImmutableArray.CreateBuilder<Item>();
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

    public ImmutableArray<Observation> Observations => _observations.ToImmutable();

    public ImmutableArray<Item> Items => _items.ToImmutable();

    public ImmutableArray<Diagnostic> Diagnostics => _diagnostics.ToImmutable();

    /// <summary>The places of the policies that are known by display name only.</summary>
    public ImmutableArray<Location>.Builder NamedPolicies { get; } = ImmutableArray.CreateBuilder<Location>();

    /// <param name="half">"Computer", "User", "ComputerResults" or "UserResults".</param>
    /// <param name="originOf">The GPO and the precedence of a setting.</param>
    public void Read(XmlElement half, Func<XmlElement, (string? GpoName, int? Precedence)> originOf)
    {
        var reading = new HalfReading(this, half.Name.StartsWith("User", StringComparison.Ordinal) ? RegistryHalf.User : RegistryHalf.Machine, originOf);
        foreach (var setting in half.All("ExtensionData").SelectMany(data => data.All("Extension")).SelectMany(extension => extension.Children))
        {
            reading.Read(setting);
        }
    }

    /// <summary>"Windows/Registry", "Security" …: what makes the names of a report unique.</summary>
    private static string ExtensionOf(XmlElement setting) =>
        setting.Namespace.StartsWith(Settings, StringComparison.Ordinal) ? setting.Namespace[Settings.Length..] : "";

    private Location At(TextSpan span) => Location.InText(source, span);

    private sealed class HalfReading(ReportSettings report, RegistryHalf half, Func<XmlElement, (string? GpoName, int? Precedence)> originOf)
    {
        private readonly RegistryKey _root = half == RegistryHalf.User ? RegistryKey.CurrentUser : RegistryKey.LocalMachine;

        public void Read(XmlElement setting)
        {
            switch (ExtensionOf(setting), setting.Name)
            {
                case ("Security", "Account"):
                    ReadAccount(setting);
                    break;
                case ("Security", "SecurityOptions"):
                    ReadSecurityOption(setting);
                    break;
                case ("Security", "UserRightsAssignment"):
                    ReadRight(setting);
                    break;
                case ("Security", "SystemServices"):
                    ReadService(setting);
                    break;
                case ("Security", "RestrictedGroups"):
                    ReadGroup(setting);
                    break;
                case ("Security", "Audit"):
                    ReadAudit(setting);
                    break;
                case ("Security", "EventLog"):
                    ReadEventLog(setting);
                    break;
                case ("Security", "File" or "Registry"):
                    ReadAccessList(setting);
                    break;
                case ("Registry", "RegistrySetting"):
                    ReadRegistrySetting(setting);
                    break;
                case ("Registry", "Policy"):
                    report.NamedPolicies.Add(report.At(setting.Find("Name")?.Text.Span ?? setting.Span));
                    break;
                case ("WindowsFirewall", "GlobalSettings"):
                    ReadFirewallValues(setting, FirewallKey);
                    break;
                case ("WindowsFirewall", "DomainProfile" or "PrivateProfile" or "PublicProfile" or "StandardProfile"):
                    ReadFirewallValues(setting, $@"{FirewallKey}\{setting.Name}");
                    break;
                case ("WindowsFirewall", "InboundFirewallRules" or "OutboundFirewallRules"):
                    ReadFirewallRule(setting);
                    break;
                case (_, "RegistrySettings" or "NTServices" or "LocalUsersAndGroups"):
                    ReadPreferences(setting);
                    break;
            }
        }

        private void ReadAccount(XmlElement setting)
        {
            if (setting.Find("Name") is { } name)
            {
                var space = KerberosSettings.Contains(name.Text.Value, StringComparer.OrdinalIgnoreCase) ? "kerberos-policy" : "system-access";
                AddValue(setting, space, name.Text.Value, "value");
            }
        }

        /// <summary>A key with its value, or a setting of [System Access] ("NewAdministratorName").</summary>
        private void ReadSecurityOption(XmlElement setting)
        {
            if (setting.Find("SystemAccessPolicyName") is { } access)
            {
                AddValue(setting, "system-access", access.Text.Value, "value");
            }
            else if (setting.Find("KeyName") is { } keyName)
            {
                var path = keyName.Text.Value;
                var slash = path.LastIndexOf('\\');
                if (slash < 0 || TemplateRegistry.KeyOf(path[..slash]) is not { } key)
                {
                    Report(keyName.Text, "registry value");
                }
                else if (OptionData(setting) is var (value, place))
                {
                    Observe(setting, key, path[(slash + 1)..], value, place);
                }
            }
        }

        /// <summary>Numbers are REG_DWORD, as nearly all security options are; texts keep the quotes of the template that they come from.</summary>
        private (SettingValue Value, TextSpan Place)? OptionData(XmlElement setting)
        {
            if (setting.Find("SettingNumber") is { } number)
            {
                return (DwordOf(number), number.Text.Span);
            }

            if (setting.Find("SettingString") is { } text)
            {
                var (unquoted, place) = Unquoted(text.Text);
                return (new SettingValue.Registry(RegistryData.Text(RegistryType.String, unquoted)), place);
            }

            if (setting.Find("SettingStrings") is { } texts)
            {
                var values = texts.All("Value").ToImmutableArray();
                return (new SettingValue.Registry(RegistryData.Texts(values.Select(value => value.Text.Value).Where(value => value.Length > 0))), SpanOf(values, texts));
            }

            return null;
        }

        private static (string Text, TextSpan Place) Unquoted(XmlText text) =>
            text.Value is ['"', .. var inner, '"'] && text.Span.Length == text.Value.Length ? (inner, new(text.Span.Start + 1, inner.Length))
            : (text.Value.Trim('"'), text.Span);

        private void ReadRight(XmlElement setting)
        {
            if (setting.Find("Name") is { } name)
            {
                var members = setting.All("Member").ToImmutableArray();
                Add(setting, new("privilege", name.Text.Value, [new("value", Accounts(members), report.At(SpanOf(members, name)))], report.At(name.Text.Span)));
            }
        }

        private void ReadService(XmlElement setting)
        {
            if (setting.Find("Name") is not { } name || setting.Find("StartupMode") is not { } mode)
            {
                return;
            }

            if (StartOf(mode.Text.Value) is not { } start)
            {
                Report(mode.Text, "startup mode");
                return;
            }

            var fields = ImmutableArray.Create(new ItemField("start", new SettingValue.Number(start), report.At(mode.Text.Span)));
            if (setting.Find("SecurityDescriptor", "SDDL") is { } sddl)
            {
                fields = fields.Add(new("sddl", new SettingValue.Text(sddl.Text.Value), report.At(sddl.Text.Span)));
            }

            Add(setting, new("service", name.Text.Value, fields, report.At(name.Text.Span)));
        }

        /// <summary>The words of the schema's enumeration, which are not localised.</summary>
        private static long? StartOf(string mode) => mode.Trim() switch
        {
            "Automatic" => 2,
            "Manual" => 3,
            "Disabled" => 4,
            _ => null,
        };

        private void ReadGroup(XmlElement setting)
        {
            if (setting.Find("GroupName") is not { } group)
            {
                return;
            }

            var place = group.Find("SID")?.Text ?? group.Find("Name")?.Text ?? group.Text;
            var fields = ImmutableArray.CreateBuilder<ItemField>();
            AddList("Member", "members");
            AddList("Memberof", "memberOf");
            Add(setting, new("group", AccountOf(group), fields.DrainToImmutable(), report.At(place.Span)));

            void AddList(string element, string field)
            {
                var members = setting.All(element).ToImmutableArray();
                if (members.Length > 0)
                {
                    fields.Add(new(field, Accounts(members), report.At(SpanOf(members, group))));
                }
            }
        }

        /// <summary>As in a template: 1 = success, 2 = failure.</summary>
        private void ReadAudit(XmlElement setting)
        {
            if (setting.Find("Name") is { } name && setting.Find("SuccessAttempts") is { } success)
            {
                var value = (IsTrue(success) ? 1 : 0) + (IsTrue(setting.Find("FailureAttempts")) ? 2 : 0);
                Add(setting, new("event-audit", name.Text.Value, [new("value", new SettingValue.Number(value), report.At(success.Text.Span))], report.At(name.Text.Span)));
            }
        }

        private void ReadEventLog(XmlElement setting)
        {
            if (setting.Find("Log") is { } log && setting.Find("Name") is { } name)
            {
                AddValue(setting, "event-log", log.Text.Value, name.Text.Value);
            }
        }

        private void ReadAccessList(XmlElement setting)
        {
            if (setting.Find("Path") is { } path && setting.Find("SecurityDescriptor", "SDDL") is { } sddl)
            {
                Add(setting, new("acl", path.Text.Value, [new("sddl", new SettingValue.Text(sddl.Text.Value), report.At(sddl.Text.Span))], report.At(path.Text.Span)));
            }
        }

        /// <summary>A key without values is stated as a key: values that belong to another extension's settings are not repeated here.</summary>
        private void ReadRegistrySetting(XmlElement setting)
        {
            if (setting.Find("KeyPath") is not { } path)
            {
                return;
            }

            var key = _root.Below(path.Text.Value);
            var values = setting.All("Value").ToImmutableArray();
            if (values.Length == 0)
            {
                var (gpo, precedence) = originOf(setting);
                report._observations.Add(new(new Address.Registry(half, key, ""), new SettingValue.Text(""), report.At(path.Text.Span))
                {
                    Action = ObservedAction.Key,
                    GpoName = gpo,
                    Precedence = precedence,
                });
            }

            foreach (var value in values)
            {
                var name = value.Find("Name")?.Text.Value ?? "";
                if (value.Find("Number") is { } number)
                {
                    Observe(setting, key, name, DwordOf(number), number.Text.Span);
                }
                else if (value.Find("String") is { } text)
                {
                    Observe(setting, key, name, new SettingValue.Registry(RegistryData.Text(RegistryType.String, text.Text.Value)), text.Text.Span);
                }
                else if (value.All("Element").ToImmutableArray() is { Length: > 0 } elements)
                {
                    var texts = RegistryData.Texts(elements.Select(element => (element.Find("Data") ?? element).Text.Value).Where(element => element.Length > 0));
                    Observe(setting, key, name, new SettingValue.Registry(texts), SpanOf(elements, value));
                }
            }
        }

        /// <summary>The elements are named as the registry values ([MS-GPFAS] 2.2.2–2.2.4); flags are DWORDs there. Each may carry its own GPO.</summary>
        private void ReadFirewallValues(XmlElement profile, string path)
        {
            foreach (var setting in profile.Children)
            {
                if (setting.Find("Value") is not { } value)
                {
                    continue;
                }

                var key = _root.Below(setting.Name.StartsWith("Log", StringComparison.Ordinal) ? path + @"\Logging" : path);
                var data = value.Text.Value.Trim() switch
                {
                    "true" => RegistryData.Dword(1),
                    "false" => RegistryData.Dword(0),
                    var text when uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => RegistryData.Dword(number),
                    _ => RegistryData.Text(RegistryType.String, value.Text.Value),
                };
                Observe(setting, key, setting.Name, new SettingValue.Registry(data), value.Text.Span);
            }
        }

        /// <summary>
        /// A report splits the rule's registry text ([MS-GPFAS] 2.2.2.19, "v2.10|Action=Allow|…") into elements of the same names and leaves out the value's name:
        /// put together again, under the rule's name.
        /// </summary>
        private void ReadFirewallRule(XmlElement rule)
        {
            var parts = rule.Children
                .Where(part => ExtensionOf(part) == "WindowsFirewall" && part.Name != "Version" && part.Children.Length == 0)
                .Select(part => $"{part.Name}={(part.Text.Value is "true" or "false" ? part.Text.Value.ToUpperInvariant() : part.Text.Value)}|");
            var text = $"v{rule.Find("Version")?.Text.Value ?? "2.0"}|{string.Concat(parts)}";
            Observe(rule, _root.Below($@"{FirewallKey}\FirewallRules"), rule.Find("Name")?.Text.Value ?? "", new SettingValue.Registry(RegistryData.Text(RegistryType.String, text)), rule.Span);
        }

        private void ReadPreferences(XmlElement settings)
        {
            var preferences = new PreferenceSettings(report.At(default).Source);
            preferences.Read(settings, originOf);
            report._observations.AddRange(preferences.Observations);
            report._items.AddRange(preferences.Items);
            report._diagnostics.AddRange(preferences.Diagnostics);
        }

        /// <summary>An item of one field, whose value is a number, a flag (as 1 or 0) or a text.</summary>
        private void AddValue(XmlElement setting, string space, string name, string field)
        {
            var found = setting.Find("SettingNumber") ?? setting.Find("SettingBoolean") ?? setting.Find("SettingString");
            if (found is null)
            {
                return;
            }

            var (text, place) = found.Name == "SettingString" ? Unquoted(found.Text) : (found.Text.Value.Trim(), found.Text.Span);
            SettingValue value = found.Name switch
            {
                "SettingBoolean" => new SettingValue.Number(text == "true" ? 1 : 0),
                // −1, "for ever", is printed as an unsigned number.
                _ when text == "4294967295" => new SettingValue.Number(-1),
                _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => new SettingValue.Number(number),
                _ => new SettingValue.Text(text),
            };
            Add(setting, new(space, name, [new(field, value, report.At(place))], report.At(place)));
        }

        private SettingValue DwordOf(XmlElement number)
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

        private void Observe(XmlElement setting, RegistryKey key, string name, SettingValue value, TextSpan place)
        {
            var (gpo, precedence) = originOf(setting);
            report._observations.Add(new(new Address.Registry(half, key, name), value, report.At(place)) { GpoName = gpo, Precedence = precedence });
        }

        private void Add(XmlElement setting, Item item)
        {
            var (gpo, precedence) = originOf(setting);
            report._items.Add(item with { GpoName = gpo, Precedence = precedence });
        }

        private static SettingValue.List Accounts(ImmutableArray<XmlElement> members) => new([.. members.Select(AccountOf)]);

        private static string AccountOf(XmlElement account) =>
            account.Find("SID") is { Text.Value.Length: > 0 } sid ? "*" + sid.Text.Value : account.Find("Name")?.Text.Value ?? "";

        private static TextSpan SpanOf(ImmutableArray<XmlElement> elements, XmlElement otherwise) =>
            elements.Length > 0 ? TextSpan.FromBounds(elements[0].Span.Start, elements[^1].Span.End) : otherwise.Text.Span;

        private static bool IsTrue(XmlElement? flag) => flag?.Text.Value.Trim() == "true";

        private void Report(XmlText found, string wanted) => report._diagnostics.Add(new(NoValue, report.At(found.Span), found.Value, wanted));
    }
}
