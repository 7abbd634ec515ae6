using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Xml;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// Security settings in a report, as the items and registry values that the template
/// behind them states. Words of the schema's enumerations are not localised.
/// </summary>
internal static class SecurityReport
{
    private static readonly string[] KerberosSettings = ["MaxTicketAge", "MaxRenewAge", "MaxServiceAge", "MaxClockSkew", "TicketValidateClient"];

    public static void Read(ReportSettings.Half half, XmlElement setting)
    {
        switch (setting.Name)
        {
            case "Account" when setting.Find("Name") is { } name:
                AddValue(
                    half,
                    setting,
                    KerberosSettings.Contains(name.Text.Value, StringComparer.OrdinalIgnoreCase) ? "kerberos-policy" : "system-access",
                    name.Text.Value,
                    "value");
                break;
            case "SecurityOptions" when setting.Find("SystemAccessPolicyName") is { } access:
                AddValue(half, setting, "system-access", access.Text.Value, "value");
                break;
            case "SecurityOptions" when setting.Find("KeyName") is { } keyName:
                ReadRegistryValue(half, setting, keyName);
                break;
            case "UserRightsAssignment" when setting.Find("Name") is { } name:
                var members = setting.All("Member").ToImmutableArray();
                half.Add(setting,
                    new("privilege", name.Text.Value,
                    [new("value", Accounts(half, members), half.At(ReportSettings.SpanOf(members, name)))], half.At(name.Text.Span)));
                break;
            case "SystemServices":
                ReadService(half, setting);
                break;
            case "RestrictedGroups" when setting.Find("GroupName") is { } group:
                ReadGroup(half, setting, group);
                break;
            case "Audit" when setting.Find("Name") is { } name && setting.Find("SuccessAttempts") is { } success:
                // As in a template: 1 = success, 2 = failure.
                var audited = new SettingValue.Number((IsTrue(success) ? 1 : 0) + (IsTrue(setting.Find("FailureAttempts")) ? 2 : 0));
                half.Add(setting, new("event-audit", name.Text.Value, [new("value", audited, half.At(success.Text.Span))], half.At(name.Text.Span)));
                break;
            case "EventLog" when setting.Find("Log") is { } log && setting.Find("Name") is { } name:
                AddValue(half, setting, "event-log", log.Text.Value, name.Text.Value);
                break;
            case "File" or "Registry" when setting.Find("Path") is { } path && setting.Find("SecurityDescriptor", "SDDL") is { } sddl:
                half.Add(
                    setting,
                    new("acl", path.Text.Value, [new("sddl", new SettingValue.Text(sddl.Text.Value), half.At(sddl.Text.Span))], half.At(path.Text.Span)));
                break;
        }
    }

    private static void ReadRegistryValue(ReportSettings.Half half, XmlElement setting, XmlElement keyName)
    {
        var path = keyName.Text.Value;
        var slash = path.LastIndexOf('\\');
        if (slash < 0 || TemplateRegistry.KeyOf(path[..slash]) is not { } key)
        {
            half.Report(keyName.Text, "registry value");
        }
        else if (Data(half, setting) is var (value, place))
        {
            half.Observe(setting, key, path[(slash + 1)..], value, place);
        }
    }

    /// <summary>Numbers are REG_DWORD, as nearly all security options are; texts keep the quotes of the template that they come from.</summary>
    private static (SettingValue Value, TextSpan Place)? Data(ReportSettings.Half half, XmlElement setting)
    {
        if (setting.Find("SettingNumber") is { } number)
        {
            return (half.DwordOf(number), number.Text.Span);
        }

        if (setting.Find("SettingString") is { } text)
        {
            var (unquoted, place) = Unquoted(text.Text);
            return (new SettingValue.Registry(RegistryData.Text(RegistryType.String, unquoted)), place);
        }

        if (setting.Find("SettingStrings") is { } texts)
        {
            var values = texts.All("Value").ToImmutableArray();
            return (
                new SettingValue.Registry(RegistryData.Texts(values.Select(value => value.Text.Value).Where(value => value.Length > 0))),
                ReportSettings.SpanOf(values, texts));
        }

        return null;
    }

    private static (string Text, TextSpan Place) Unquoted(XmlText text) =>
        text.Value is ['"', .. var inner, '"'] && text.Span.Length == text.Value.Length
            ? (inner, new(text.Span.Start + 1, inner.Length))
            : (text.Value.Trim('"'), text.Span);

    private static void ReadService(ReportSettings.Half half, XmlElement setting)
    {
        if (setting.Find("Name") is not { } name || setting.Find("StartupMode") is not { } mode)
        {
            return;
        }

        long? start = mode.Text.Value.Trim() switch
        {
            "Automatic" => 2,
            "Manual" => 3,
            "Disabled" => 4,
            _ => null,
        };
        if (start is not { } number)
        {
            half.Report(mode.Text, "startup mode");
            return;
        }

        var fields = ImmutableArray.Create(new ItemField("start", new SettingValue.Number(number), half.At(mode.Text.Span)));
        if (setting.Find("SecurityDescriptor", "SDDL") is { } sddl)
        {
            fields = fields.Add(new("sddl", new SettingValue.Text(sddl.Text.Value), half.At(sddl.Text.Span)));
        }

        half.Add(setting, new("service", name.Text.Value, fields, half.At(name.Text.Span)));
    }

    private static void ReadGroup(ReportSettings.Half half, XmlElement setting, XmlElement group)
    {
        var place = group.Find("SID")?.Text ?? group.Find("Name")?.Text ?? group.Text;
        var fields = ImmutableArray.CreateBuilder<ItemField>();
        AddList("Member", "members");
        AddList("Memberof", "memberOf");
        half.Add(setting, new("group", AccountOf(group), fields.DrainToImmutable(), half.At(place.Span)));

        void AddList(string element, string field)
        {
            var members = setting.All(element).ToImmutableArray();
            if (members.Length > 0)
            {
                fields.Add(new(field, Accounts(half, members), half.At(ReportSettings.SpanOf(members, group))));
            }
        }
    }

    /// <summary>An item of one field, whose value is a number, a flag (as 1 or 0) or a text.</summary>
    private static void AddValue(ReportSettings.Half half, XmlElement setting, string space, string name, string field)
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
        half.Add(setting, new(space, name, [new(field, value, half.At(place))], half.At(place)));
    }

    private static SettingValue.List Accounts(ReportSettings.Half half, ImmutableArray<XmlElement> members) =>
        new([.. members.Select(AccountOf)])
        {
            Places = [.. members.Select(member =>
                half.At((member.Find("SID") is { Text.Value.Length: > 0 } sid ? sid : member.Find("Name") ?? member).Text.Span))],
        };

    /// <summary>As templates write it: "*" and the SID, or the name where there is no SID.</summary>
    private static string AccountOf(XmlElement account) =>
        account.Find("SID") is { Text.Value.Length: > 0 } sid ? "*" + sid.Text.Value : account.Find("Name")?.Text.Value ?? "";

    private static bool IsTrue(XmlElement? flag) => flag?.Text.Value.Trim() == "true";
}
