using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class GpoReportReaderTests
{
    /// <summary>Every kind of setting that a report can state, once.</summary>
    internal const string Gpo = """
        <GPO xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://www.microsoft.com/GroupPolicy/Settings">
          <Identifier>
            <Identifier xmlns="http://www.microsoft.com/GroupPolicy/Types">{11111111-2222-3333-4444-555555555555}</Identifier>
            <Domain xmlns="http://www.microsoft.com/GroupPolicy/Types">example.org</Domain>
          </Identifier>
          <Name>Remote access</Name>
          <SecurityDescriptor>
            <SDDL xmlns="http://www.microsoft.com/GroupPolicy/Types/Security">O:S-1-5-21-1-2-3-512G:DAD:PAI(OA;CI;CR;edacfd8f-ffb3-11d1-b41d-00a0c968f939;;AU)(OD;CI;CR;EDACFD8F-ffb3-11d1-b41d-00a0c968f939;;DC)(A;CI;LCRP;;;SY)</SDDL>
          </SecurityDescriptor>
          <FilterName>Servers</FilterName>
          <Computer>
            <Enabled>true</Enabled>
            <ExtensionData>
              <Extension xmlns:q1="http://www.microsoft.com/GroupPolicy/Settings/Security" xsi:type="q1:SecuritySettings">
                <q1:Account><q1:Name>LockoutBadCount</q1:Name><q1:SettingNumber>5</q1:SettingNumber><q1:Type>Sperrung</q1:Type></q1:Account>
                <q1:Account><q1:Name>ClearTextPassword</q1:Name><q1:SettingBoolean>true</q1:SettingBoolean></q1:Account>
                <q1:Account><q1:Name>MaxClockSkew</q1:Name><q1:SettingNumber>5</q1:SettingNumber></q1:Account>
                <q1:Audit><q1:Name>AuditLogonEvents</q1:Name><q1:SuccessAttempts>true</q1:SuccessAttempts><q1:FailureAttempts>true</q1:FailureAttempts></q1:Audit>
                <q1:EventLog><q1:Name>MaximumLogSize</q1:Name><q1:Log>Security</q1:Log><q1:SettingNumber>2048</q1:SettingNumber></q1:EventLog>
                <q1:UserRightsAssignment>
                  <q1:Name>SeRemoteInteractiveLogonRight</q1:Name>
                  <q1:Member><SID xmlns="http://www.microsoft.com/GroupPolicy/Types">S-1-5-32-555</SID><Name xmlns="http://www.microsoft.com/GroupPolicy/Types">BUILTIN\x</Name></q1:Member>
                  <q1:Member><Name xmlns="http://www.microsoft.com/GroupPolicy/Types">EXAMPLE\helpers</Name></q1:Member>
                </q1:UserRightsAssignment>
                <q1:UserRightsAssignment><q1:Name>SeDenyRemoteInteractiveLogonRight</q1:Name></q1:UserRightsAssignment>
                <q1:RestrictedGroups>
                  <q1:GroupName><SID xmlns="http://www.microsoft.com/GroupPolicy/Types">S-1-5-32-555</SID></q1:GroupName>
                  <q1:Member><SID xmlns="http://www.microsoft.com/GroupPolicy/Types">S-1-5-11</SID></q1:Member>
                </q1:RestrictedGroups>
                <q1:SystemServices>
                  <q1:Name>TermService</q1:Name><q1:StartupMode>Disabled</q1:StartupMode>
                  <q1:SecurityDescriptor><SDDL xmlns="http://www.microsoft.com/GroupPolicy/Types/Security">D:(A;;CC;;;SY)</SDDL></q1:SecurityDescriptor>
                </q1:SystemServices>
                <q1:File><q1:Path>C:\x</q1:Path><q1:SecurityDescriptor><SDDL xmlns="http://www.microsoft.com/GroupPolicy/Types/Security">D:(A;;FA;;;BA)</SDDL></q1:SecurityDescriptor></q1:File>
                <q1:SecurityOptions><q1:KeyName>MACHINE\System\A\Number</q1:KeyName><q1:SettingNumber>3</q1:SettingNumber></q1:SecurityOptions>
                <q1:SecurityOptions><q1:KeyName>MACHINE\System\A\Text</q1:KeyName><q1:SettingString>"10"</q1:SettingString></q1:SecurityOptions>
                <q1:SecurityOptions><q1:KeyName>MACHINE\System\A\Texts</q1:KeyName><q1:SettingStrings><q1:Value>a</q1:Value><q1:Value>b</q1:Value></q1:SettingStrings></q1:SecurityOptions>
                <q1:SecurityOptions><q1:SystemAccessPolicyName>NewGuestName</q1:SystemAccessPolicyName><q1:SettingString>"visitor"</q1:SettingString></q1:SecurityOptions>
              </Extension>
            </ExtensionData>
            <ExtensionData>
              <Extension xmlns:q2="http://www.microsoft.com/GroupPolicy/Settings/Registry" xsi:type="q2:RegistrySettings">
                <q2:Policy><q2:Name>Nicht auflösen</q2:Name><q2:State>Enabled</q2:State></q2:Policy>
                <q2:RegistrySetting><q2:KeyPath>Software\Policies\X</q2:KeyPath><q2:AdmSetting>false</q2:AdmSetting></q2:RegistrySetting>
                <q2:RegistrySetting><q2:KeyPath>Software\Policies\Y</q2:KeyPath><q2:Value><q2:Name>N</q2:Name><q2:Number>2</q2:Number></q2:Value></q2:RegistrySetting>
                <q2:RegistrySetting><q2:KeyPath>Software\Policies\Y</q2:KeyPath><q2:Value><q2:Name>S</q2:Name><q2:String>text</q2:String></q2:Value></q2:RegistrySetting>
              </Extension>
            </ExtensionData>
            <ExtensionData>
              <Extension xmlns:q3="http://www.microsoft.com/GroupPolicy/Settings/WindowsFirewall" xsi:type="q3:WindowsFirewallSettings">
                <q3:DomainProfile>
                  <q3:EnableFirewall><q3:Value>false</q3:Value></q3:EnableFirewall>
                  <q3:LogFileSize><q3:Value>4096</q3:Value></q3:LogFileSize>
                </q3:DomainProfile>
                <q3:InboundFirewallRules>
                  <q3:Version>2.10</q3:Version><q3:Action>Allow</q3:Action><q3:Name>rdp</q3:Name><q3:Dir>In</q3:Dir><q3:LPort>3389</q3:LPort><q3:Protocol>6</q3:Protocol><q3:Active>true</q3:Active>
                </q3:InboundFirewallRules>
              </Extension>
            </ExtensionData>
            <ExtensionData>
              <Extension xmlns:q4="http://www.microsoft.com/GroupPolicy/Settings/Windows/Registry" xsi:type="q4:RegistrySettings">
                <q4:RegistrySettings clsid="{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}">
                  <q4:Registry name="P"><q4:GPOSettingOrder>1</q4:GPOSettingOrder><q4:Properties action="U" hive="HKEY_LOCAL_MACHINE" key="Software\P" name="P" type="REG_DWORD" value="0000000A" /><q4:Filters /></q4:Registry>
                </q4:RegistrySettings>
              </Extension>
            </ExtensionData>
          </Computer>
          <User>
            <Enabled>false</Enabled>
            <ExtensionData>
              <Extension xmlns:q5="http://www.microsoft.com/GroupPolicy/Settings/Registry" xsi:type="q5:RegistrySettings">
                <q5:RegistrySetting><q5:KeyPath>Software\Policies\U</q5:KeyPath><q5:Value><q5:Name>N</q5:Name><q5:Number>1</q5:Number></q5:Value></q5:RegistrySetting>
              </Extension>
            </ExtensionData>
          </User>
          <LinksTo><SOMName>Hosts</SOMName><SOMPath>example.org/Hosts</SOMPath><Enabled>true</Enabled><NoOverride>true</NoOverride></LinksTo>
        </GPO>
        """;

    private static readonly GpoReportReader Reader = new();

    [Fact]
    public void Settings_are_read_where_key_and_value_are_given()
    {
        Assert.Equal(
            """
            HKLM\System\A!Number REG_DWORD 03000000
            HKLM\System\A!Text REG_SZ 310030000000
            HKLM\System\A!Texts REG_MULTI_SZ 61000000620000000000
            key HKLM\Software\Policies\X
            HKLM\Software\Policies\Y!N REG_DWORD 02000000
            HKLM\Software\Policies\Y!S REG_SZ 74006500780074000000
            HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall\DomainProfile!EnableFirewall REG_DWORD 00000000
            HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall\DomainProfile\Logging!LogFileSize REG_DWORD 00100000
            HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall\FirewallRules!rdp v2.10|Action=Allow|Name=rdp|Dir=In|LPort=3389|Protocol=6|Active=TRUE|
            HKLM\Software\P!P REG_DWORD 0a000000
            HKCU\Software\Policies\U!N REG_DWORD 01000000
            """,
            string.Join('\n', Reader.ReadText(Gpo).Observations.Select(seen => seen.Name() == "rdp" ? $"{seen.Address} {seen.Value}" : seen.Print())));
    }

    [Fact]
    public void Security_settings_are_items_in_the_words_of_templates()
    {
        Assert.Equal(
            """
            system-access:LockoutBadCount value=5
            system-access:ClearTextPassword value=1
            kerberos-policy:MaxClockSkew value=5
            event-audit:AuditLogonEvents value=3
            event-log:Security MaximumLogSize=2048
            privilege:SeRemoteInteractiveLogonRight value=*S-1-5-32-555, EXAMPLE\helpers
            privilege:SeDenyRemoteInteractiveLogonRight value=
            group:*S-1-5-32-555 members=*S-1-5-11
            service:TermService start=4 sddl=D:(A;;CC;;;SY)
            acl:C:\x sddl=D:(A;;FA;;;BA)
            system-access:NewGuestName value=visitor
            """,
            string.Join('\n', Reader.ReadText(Gpo).Items.Where(item => !item.Space.StartsWith("gpo")).Select(item => item.Print())));
    }

    [Fact]
    public void A_GPO_has_its_names_filters_and_links()
    {
        Assert.Equal(
            """
            gpo:{11111111-2222-3333-4444-555555555555} guid={11111111-2222-3333-4444-555555555555} display-name=Remote access domain=example.org computer-enabled=true user-enabled=false wmi-filter=Servers security-filter=S-1-5-11 security-filter-denied=S-1-5-21-1-2-3-515 links=example.org/Hosts
            gpo-link:{11111111-2222-3333-4444-555555555555} example.org/Hosts gpo={11111111-2222-3333-4444-555555555555} som=example.org/Hosts enabled=true enforced=true
            """,
            string.Join('\n', Reader.ReadText(Gpo).Items.Where(item => item.Space.StartsWith("gpo")).Select(item => item.Print())));
    }

    [Fact]
    public void Preferences_of_a_report_are_preferences() =>
        Assert.Equal("P", Assert.Single(Reader.ReadText(Gpo).Observations, seen => seen.IsPreference).Name());

    [Fact]
    public void Policies_named_by_display_name_are_counted_at_the_first()
    {
        var source = Source.FromText("report.xml", Gpo);

        var note = Assert.Single(Reader.ReadAlone(source).Diagnostics);

        Assert.Equal("RDP0126", note.Id);
        Assert.Equal("Nicht auflösen", source.Text.Cut(note.Location.Span));
    }

    [Fact]
    public void Every_single_value_stands_where_its_place_says()
    {
        var source = Source.FromText("report.xml", Gpo);
        var evidence = Reader.ReadAlone(source);

        foreach (var seen in evidence.Observations.Where(seen => seen.Value is SettingValue.Registry { Data.Type.Number: 1 } && seen.Name() != "rdp"))
        {
            Assert.Equal(seen.Data().AsText(), source.Text.Cut(seen.Location.Span));
        }

        foreach (
            var field in evidence
                .Items.SelectMany(item => item.Fields)
                .Where(field => field.Value is SettingValue.Text && !field.Name.StartsWith("guid") && field.Name != "gpo"))
        {
            Assert.Equal($"{field.Value}", source.Text.Cut(field.Location.Span));
        }
    }

    [Theory]
    [InlineData("GPOS")]
    [InlineData("report")]
    public void A_report_of_all_GPOs_names_the_GPO_of_each_value(string root)
    {
        var evidence = Reader.ReadText($"<{root}>{Gpo}{Gpo.Replace("Remote access", "Another").Replace("11111111", "66666666")}</{root}>", "all.xml");

        Assert.Equal(["Remote access", "Another"], evidence.Observations.Select(seen => seen.GpoName).Distinct(StringComparer.Ordinal).ToList());
        Assert.Equal(["Remote access", "Another"], evidence.Items.Select(item => item.GpoName).Distinct(StringComparer.Ordinal).ToList());
        Assert.Equal(new Origin.GroupPolicy("all.xml"), evidence.Origin);
    }

    [Fact]
    public void A_single_report_carries_id_and_name()
    {
        var origin = Assert.IsType<Origin.GroupPolicy>(Reader.ReadText(Gpo, "x/report.xml").Origin);

        Assert.Equal("x/report.xml", origin.Root);
        Assert.Equal(new("11111111-2222-3333-4444-555555555555"), origin.Id);
        Assert.Equal("Remote access", origin.Name);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void A_report_is_known_by_its_root_whatever_its_declared_encoding(string encodingName)
    {
        var encoding = Encoding.GetEncoding(encodingName);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("<?xml version=\"1.0\" encoding=\"utf-16\"?>\r\n" + Gpo)];

        Assert.Equal(Certainty.BySignature, Reader.ClaimAlone("a.txt", bytes)?.Certainty);
        Assert.Null(Reader.ClaimAlone("a.xml", "<GPO>"u8.ToArray()));
    }

    [Fact]
    public void Damaged_reports_do_not_throw() => Robustness.Check(Reader, "report.xml", Encoding.UTF8.GetBytes($"<GPOS>{Gpo}</GPOS>"));
}
