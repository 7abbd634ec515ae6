using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class PreferencesReaderTests
{
    private const string RegistryPath = "Policies/{11111111-2222-3333-4444-555555555555}/Machine/Preferences/Registry/Registry.xml";
    private static readonly PreferencesReader Reader = new();

    [Theory]
    [InlineData("""action="U" name="N" type="REG_DWORD" displayDecimal="1" value="[|0000000A|]" """, "N REG_DWORD 0a000000")]
    [InlineData("""action="R" name="N" type="REG_QWORD" value="[|00000000000000FF|]" """, "N REG_QWORD ff00000000000000")]
    [InlineData("""action="C" name="N" type="REG_SZ" value="[|a &amp; b|]" """, "soft N REG_SZ 610020002600200062000000")]
    [InlineData("""action="U" name="N" type="REG_EXPAND_SZ" value="[|%x%|]" """, "N REG_EXPAND_SZ 2500780025000000")]
    [InlineData("""action="U" name="N" type="REG_BINARY" value="[|00 0f ff|]" """, "N REG_BINARY 000fff")]
    [InlineData("""action="U" name="N" type="REG_BINARY" value="[|000FFF|]" """, "N REG_BINARY 000fff")]
    [InlineData("""action="U" name="N" type="REG_MULTI_SZ" value="[||]" """, "N REG_MULTI_SZ 0000")]
    [InlineData("""action="U" default="1" name="" type="REG_SZ" value="[|x|]" """, "(default) REG_SZ 78000000")]
    [InlineData("""action="[|D|]" name="N" type="REG_DWORD" value="00000001" """, "delete N")]
    public void A_registry_item_is_what_Windows_writes_and_stands_where_its_value_is(string attributes, string expected)
    {
        var (source, span) = MarkedText.One(RegistryItem($"<Properties hive=\"HKEY_LOCAL_MACHINE\" key=\"SOFTWARE\\A\\\" {attributes}/>"), RegistryPath);

        var seen = Assert.Single(Reader.ReadAlone(source).Observations);

        Assert.Equal(expected, seen.Print().Replace(@"HKLM\SOFTWARE\A!", ""));
        Assert.Equal(span, seen.Location.Span);
        Assert.True(seen.IsPreference);
    }

    [Theory]
    [InlineData("U", @"key HKCU\A")]
    [InlineData("D", @"without HKCU\A")]
    [InlineData("R", "without HKCU\\A\nkey HKCU\\A")]
    public void An_item_without_name_and_type_is_the_key(string action, string expected) =>
        Assert.Equal(
            expected,
            Reader.ReadText(RegistryItem($"<Properties action=\"{action}\" hive=\"HKEY_CURRENT_USER\" key=\"A\" name=\"\" type=\"\" value=\"\"/>")).Print());

    [Fact]
    public void The_texts_of_a_list_stand_in_elements()
    {
        var (source, span) = MarkedText.One(
            RegistryItem(
                """<Properties action="U" hive="HKEY_LOCAL_MACHINE" key="A" name="N" type="REG_MULTI_SZ" value="a b c"><Values><Value>[|a b</Value><Value>c|]</Value></Values></Properties>"""
            ));

        var seen = Assert.Single(Reader.ReadAlone(source).Observations);

        Assert.Equal("a b, c", $"{seen.Value}");
        Assert.Equal(span, seen.Location.Span);
    }

    [Fact]
    public void Of_a_bit_field_only_some_bits_are_stated() =>
        Assert.Equal(
            @"HKLM\A!N Unresolvable some bits of 00000003",
            Reader
                .ReadText(
                    RegistryItem(
                        """<Properties action="U" bitfield="1" hive="HKEY_LOCAL_MACHINE" key="A" name="N" type="REG_DWORD" value="00000003"><SubProp id="x" value="1" mask="1"/></Properties>"""
                    ))
                .Print());

    [Theory]
    [InlineData("""type="REG_DWORD" value="[|0000000G|]" """)]
    [InlineData("""type="REG_BINARY" value="[|0|]" """)]
    [InlineData("""type="REG_SOMETHING" value="[|1|]" """)]
    public void A_value_of_another_type_is_stated_and_unknown(string attributes)
    {
        var (source, span) = MarkedText.One(RegistryItem($"<Properties action=\"U\" hive=\"HKEY_LOCAL_MACHINE\" key=\"A\" name=\"N\" {attributes}/>"));

        var evidence = Reader.ReadAlone(source);

        Assert.IsType<SettingValue.Unresolved>(Assert.Single(evidence.Observations).Value);
        Assert.Equal(("RDP0128", span), (Assert.Single(evidence.Diagnostics).Id, evidence.Diagnostics[0].Location.Span));
    }

    [Fact]
    public void Disabled_items_and_collections_state_nothing()
    {
        const string Properties = """<Properties action="U" hive="HKEY_LOCAL_MACHINE" key="A" name="N" type="REG_DWORD" value="00000001"/>""";

        var evidence = Reader.ReadText($"""
            <RegistrySettings>
              <Registry disabled="1">{Properties}</Registry>
              <Collection disabled="1"><Registry>{Properties}</Registry></Collection>
            </RegistrySettings>
            """);

        Assert.Empty(evidence.Observations);
        Assert.Empty(Reader.ReadText($"<RegistrySettings disabled=\"1\"><Registry>{Properties}</Registry></RegistrySettings>").Observations);
    }

    [Fact]
    public void Filters_of_an_item_and_of_the_collections_around_it_are_its_targeting()
    {
        const string Properties = """<Properties action="U" hive="HKEY_LOCAL_MACHINE" key="A" name="N" type="REG_DWORD" value="00000001"/>""";

        var evidence = Reader.ReadText($"""
            <RegistrySettings>
              <Registry>{Properties}<Filters/></Registry>
              <Collection>
                <Filters><FilterGroup bool="AND" not="0" name="EXAMPLE\Hosts" sid="S-1-5-21-1-2-3-1107" userContext="0"/></Filters>
                <Collection>
                  <Registry bypassErrors="1">
                    {Properties}
                    <Filters>
                      <FilterCollection bool="AND" not="1" hidden="1"><FilterComputer bool="AND" not="0" type="NETBIOS" name="PC1"/><FilterBattery bool="OR" not="0"/></FilterCollection>
                      <FilterOs bool="OR" not="1" class="NT" version="10"/>
                    </Filters>
                  </Registry>
                </Collection>
              </Collection>
            </RegistrySettings>
            """);

        Assert.Equal(
            [null, "(FilterGroup S-1-5-21-1-2-3-1107) and (not (FilterComputer type=NETBIOS name=PC1 or FilterBattery) or not FilterOs class=NT version=10)"],
            evidence.Observations.Select(seen => seen.Targeting).ToList());
    }

    [Theory]
    [InlineData("""startupType="AUTOMATIC" serviceName="TermService" serviceAction="START" timeout="30" """, "service:TermService start=2 action=START")]
    [InlineData("""startupType="AUTODELAYED" serviceName="TermService" timeout="30" """, "service:TermService start=2")]
    [InlineData("""startupType="DISABLED" serviceName="TermService" """, "service:TermService start=4")]
    [InlineData("""startupType="NOCHANGE" serviceName="TermService" serviceAction="RESTART" """, "service:TermService action=RESTART")]
    public void A_service_item_sets_how_a_service_starts(string attributes, string expected) =>
        Assert.Equal(expected, Reader.ReadText($"<NTServices><NTService><Properties {attributes}/></NTService></NTServices>").PrintItems());

    [Theory]
    [InlineData("0", "group:*S-1-5-32-555 members-added=*S-1-5-21-1-2-3-512, EXAMPLE\\x members-removed=*S-1-5-21-1-2-3-513 action=U")]
    [InlineData("1", "group:*S-1-5-32-555 members=*S-1-5-21-1-2-3-512, EXAMPLE\\x members-removed=*S-1-5-21-1-2-3-513 action=U")]
    public void The_members_of_a_group_are_the_whole_list_only_when_all_others_are_deleted(string deletes, string expected) =>
        Assert.Equal(
            expected,
            Reader
                .ReadText(
                    $"""
                    <Groups><Group><Properties action="U" deleteAllUsers="{deletes}" deleteAllGroups="{deletes}" groupSid="S-1-5-32-555" groupName="Remote Desktop Users (built-in)"><Members>
                      <Member name="EXAMPLE\Admins" action="ADD" sid="S-1-5-21-1-2-3-512"/><Member name="EXAMPLE\Users" action="REMOVE" sid="S-1-5-21-1-2-3-513"/><Member name="EXAMPLE\x" action="ADD" sid=""/>
                    </Members></Properties></Group></Groups>
                    """
                )
                .PrintItems());

    [Fact]
    public void No_place_spans_a_password()
    {
        var source = Source.FromText("Services.xml", """
            <NTServices clsid="{2CFB484A-4E96-4b5d-A0B6-093D2F91E6AE}">
              <NTService><Properties startupType="MANUAL" serviceName="a" accountName="x" cpassword="SECRET"/></NTService>
              <NTService><Properties startupType="oops" serviceName="b" cpassword="SECRET"/></NTService>
              <NTService><Properties startupType="MANUAL" cpassword="SECRET"/></NTService>
            </NTServices>
            """);

        var evidence = Reader.ReadAlone(source);

        var places = evidence.Items.Select(item => item.Location)
            .Concat(evidence.Items.SelectMany(item => item.Fields).Select(field => field.Location))
            .Concat(evidence.Diagnostics.Select(diagnostic => diagnostic.Location));
        Assert.DoesNotContain(places, place => source.Text.Cut(place.Span).Contains("SECRET"));
        Assert.DoesNotContain(evidence.Diagnostics, diagnostic => diagnostic.Message.Contains("SECRET"));
    }

    [Theory]
    [InlineData("a.xml", """<Groups clsid="{3125E937-EB16-4b4c-9934-544FC6D24D26}">""", Certainty.BySignature)]
    [InlineData("User/Preferences/Registry/Registry.xml", "<RegistrySettings>", Certainty.ByShape)]
    [InlineData("a.xml", "<Groups>", null)]
    [InlineData("User/Preferences/Drives/Drives.xml", """<Drives clsid="{8FDDCC1A-0C3C-43cd-A6B4-71A6DF20DA8C}">""", null)]
    public void A_preference_file_is_known_by_its_class(string name, string text, Certainty? certainty) =>
        Assert.Equal(certainty, Reader.ClaimAlone(name, Encoding.UTF8.GetBytes(text))?.Certainty);

    [CorpusFact]
    public void The_preference_files_of_the_corpus_are_read()
    {
        var read = 0;
        foreach (var source in Corpus.Files("", "*.xml").Select(Corpus.Read))
        {
            if (Reader.Claim(source, new(source.ReadAllBytes()), new([source])) is { } claim)
            {
                var evidence = Reader.Read(claim, ReadContext.Alone(source));
                Assert.Empty(evidence.Diagnostics);
                Assert.NotEqual(0, evidence.Observations.Length + evidence.Items.Length);
                read++;
            }
        }

        Assert.NotEqual(0, read);
    }

    [Fact]
    public void Damaged_preferences_do_not_throw()
    {
        Robustness.Check(
            Reader,
            "Registry.xml",
            Encoding.UTF8.GetBytes(
                RegistryItem(
                    """
                    <Properties action="U" hive="HKEY_LOCAL_MACHINE" key="SOFTWARE\A" name="N" type="REG_MULTI_SZ" value="a"><Values><Value>a</Value></Values></Properties>
                    <Filters><FilterCollection bool="OR"><FilterGroup sid="S-1-5-11"/></FilterCollection></Filters>
                    """
                )));
        Robustness.Check(
            Reader,
            "Groups.xml",
            Encoding.UTF8.GetBytes(
                """
                <Groups clsid="{3125E937-EB16-4b4c-9934-544FC6D24D26}"><Group><Properties action="U" deleteAllUsers="1" groupName="x"><Members><Member name="y" action="ADD" sid=""/></Members></Properties></Group></Groups>
                """
            ));
    }

    private static string RegistryItem(string content) =>
        $$"""<RegistrySettings clsid="{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}"><Registry clsid="{9CD4B2F4-923D-47f5-A062-E897DD1DAD50}" name="N">{{content}}</Registry></RegistrySettings>""";
}
