using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class ResultantPolicyReaderTests
{
    private const string Rsop = """
        <Rsop xmlns="http://www.microsoft.com/GroupPolicy/Rsop">
          <ReadTime>2026-01-02T03:04:05.678Z</ReadTime>
          <DataType>LoggedData</DataType>
          <ComputerResults>
            <Name>EXAMPLE\HOST1$</Name>
            <SearchedSOM><Path>example.org/Hosts</Path><Type>OU</Type><Order>4</Order><BlocksInheritance>true</BlocksInheritance><Blocked>false</Blocked></SearchedSOM>
            <GPO>
              <Name>Baseline</Name>
              <Path><Identifier xmlns="http://www.microsoft.com/GroupPolicy/Types">{11111111-2222-3333-4444-555555555555}</Identifier></Path>
              <Enabled>true</Enabled><IsValid>true</IsValid><FilterAllowed>true</FilterAllowed><AccessDenied>false</AccessDenied>
              <Link><SOMPath>example.org</SOMPath><SOMOrder>1</SOMOrder><AppliedOrder>2</AppliedOrder><LinkOrder>3</LinkOrder><Enabled>true</Enabled><NoOverride>true</NoOverride></Link>
              <SecurityFilter>EXAMPLE\Hosts</SecurityFilter>
            </GPO>
            <ExtensionData>
              <Extension xmlns="http://www.microsoft.com/GroupPolicy/Settings" xmlns:q1="http://www.microsoft.com/GroupPolicy/Settings/Security">
                <q1:SecurityOptions>
                  <GPO xmlns="http://www.microsoft.com/GroupPolicy/Settings/Base"><Identifier xmlns="http://www.microsoft.com/GroupPolicy/Types">{11111111-2222-3333-4444-555555555555}</Identifier></GPO>
                  <Precedence xmlns="http://www.microsoft.com/GroupPolicy/Settings/Base">1</Precedence>
                  <q1:KeyName>MACHINE\System\A\N</q1:KeyName><q1:SettingNumber>1</q1:SettingNumber>
                </q1:SecurityOptions>
                <q1:SecurityOptions>
                  <GPO xmlns="http://www.microsoft.com/GroupPolicy/Settings/Base"><Identifier xmlns="http://www.microsoft.com/GroupPolicy/Types">{99999999-2222-3333-4444-555555555555}</Identifier></GPO>
                  <Precedence xmlns="http://www.microsoft.com/GroupPolicy/Settings/Base">2</Precedence>
                  <q1:KeyName>MACHINE\System\A\N</q1:KeyName><q1:SettingNumber>0</q1:SettingNumber>
                </q1:SecurityOptions>
                <q1:UserRightsAssignment>
                  <GPO xmlns="http://www.microsoft.com/GroupPolicy/Settings/Base"><Identifier xmlns="http://www.microsoft.com/GroupPolicy/Types">{11111111-2222-3333-4444-555555555555}</Identifier></GPO>
                  <Precedence xmlns="http://www.microsoft.com/GroupPolicy/Settings/Base">1</Precedence>
                  <q1:Name>SeRemoteInteractiveLogonRight</q1:Name><q1:Member><Name xmlns="http://www.microsoft.com/GroupPolicy/Types">Administrators</Name></q1:Member>
                </q1:UserRightsAssignment>
              </Extension>
            </ExtensionData>
            <ExtensionData>
              <Extension xmlns="http://www.microsoft.com/GroupPolicy/Settings" xmlns:q3="http://www.microsoft.com/GroupPolicy/Settings/WindowsFirewall">
                <q3:PublicProfile><q3:EnableFirewall>
                  <GPO xmlns="http://www.microsoft.com/GroupPolicy/Settings/Base"><Identifier xmlns="http://www.microsoft.com/GroupPolicy/Types">{11111111-2222-3333-4444-555555555555}</Identifier></GPO>
                  <Precedence xmlns="http://www.microsoft.com/GroupPolicy/Settings/Base">1</Precedence>
                  <q3:Value>true</q3:Value>
                </q3:EnableFirewall></q3:PublicProfile>
              </Extension>
            </ExtensionData>
          </ComputerResults>
          <UserResults>
            <Name>EXAMPLE\user</Name>
            <GPO><Name>Local</Name><Path><Identifier xmlns="http://www.microsoft.com/GroupPolicy/Types">LocalGPO</Identifier></Path></GPO>
          </UserResults>
        </Rsop>
        """;

    private static readonly ResultantPolicyReader Reader = new();

    [Fact]
    public void The_machine_and_the_time_are_told() =>
        Assert.Equal(
            new Origin.ResultantPolicy("HOST1", "hosts/one") { Captured = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero) },
            Reader.ReadText(Rsop, "hosts/one/rsop.xml").Origin);

    [Fact]
    public void Each_value_names_its_GPO_and_its_precedence()
    {
        var evidence = Reader.ReadText(Rsop);

        Assert.Equal(
            """
            HKLM\System\A!N = 1 by Baseline, 1
            HKLM\System\A!N = 0 by {99999999-2222-3333-4444-555555555555}, 2
            HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall\PublicProfile!EnableFirewall = 1 by Baseline, 1
            """,
            Readings.Lines(evidence.Observations.Select(seen => $"{seen.Address} = {seen.Value} by {seen.GpoName}, {seen.Precedence}")));
        var right = Assert.Single(evidence.Items, item => item.Space == "privilege");
        Assert.Equal(("Baseline", 1), (right.GpoName, right.Precedence));
    }

    [Fact]
    public void GPOs_links_and_searched_places_keep_their_orders() =>
        Assert.Equal(
            """
            gpo:{11111111-2222-3333-4444-555555555555} guid={11111111-2222-3333-4444-555555555555} display-name=Baseline enabled=true valid=true filter-allowed=true access-denied=false security-filter=EXAMPLE\Hosts half=machine
            gpo-link:{11111111-2222-3333-4444-555555555555} example.org gpo={11111111-2222-3333-4444-555555555555} som=example.org enabled=true enforced=true applied-order=2 link-order=3 som-order=1 half=machine
            som:example.org/Hosts order=4 block-inheritance=true blocked=false half=machine
            gpo:LocalGPO guid=LocalGPO display-name=Local half=user
            """,
            Readings.Lines(Reader.ReadText(Rsop).Items.Where(item => item.Space != "privilege").Select(item => item.Print())));

    [CorpusFact]
    public void A_domain_controllers_report_names_the_winner_of_every_value()
    {
        var source = Corpus.Read(Corpus.Files("gpo-reports", "rsop.xml").Single());

        var evidence = Reader.ReadAlone(source);

        Assert.Equal("CHILDDC", Assert.IsType<Origin.ResultantPolicy>(evidence.Origin).Machine);
        Assert.Empty(evidence.Diagnostics);
        Assert.Equal(6, evidence.Observations.Length);
        Assert.All(evidence.Observations, seen =>
            Assert.Equal(
                ("Default Domain Controllers Policy", 1),
                (seen.GpoName?.Replace("Default Domain Policy", "Default Domain Controllers Policy"), seen.Precedence)));
        Assert.Equal(24, evidence.Items.Count(item => item.Space == "privilege"));
        Assert.Equal(16, evidence.Items.Count(item => item.Space is "system-access" or "kerberos-policy"));
        Assert.All(evidence.Items.Where(item => item.Space is "privilege" or "system-access"), item => Assert.Equal(1, item.Precedence));
        Assert.Equal("0 1 2", string.Join(' ', evidence.Items.Where(item => item.Space == "gpo-link").Select(item => $"{item.Find("applied-order")?.Value}")));
        Assert.Equal(4, evidence.Items.Count(item => item.Space == "som"));
    }

    [Fact]
    public void Resultant_policy_is_known_by_its_root() => Assert.Equal(Certainty.BySignature, Reader.ClaimAlone("x", Encoding.UTF8.GetBytes(Rsop))?.Certainty);

    [Fact]
    public void Damaged_reports_do_not_throw() => Robustness.Check(Reader, "rsop.xml", Encoding.UTF8.GetBytes(Rsop));
}
