using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class IntunePolicyReaderTests
{
    private const string Settings = """
        [
          { "id": "0", "settingInstance": {
            "@odata.type": "#microsoft.graph.deviceManagementConfigurationChoiceSettingInstance",
            "settingDefinitionId": "device_vendor_msft_policy_config_remotedesktopservices_allowuserstoconnectremotely",
            "choiceSettingValue": { "value": "device_vendor_msft_policy_config_remotedesktopservices_allowuserstoconnectremotely_1", "children": [
              { "settingDefinitionId": "a_number", "simpleSettingValue": { "@odata.type": "#microsoft.graph.deviceManagementConfigurationIntegerSettingValue", "value": 90 } }
            ] } } },
          { "id": "1", "settingInstance": { "settingDefinitionId": "a_list", "simpleSettingCollectionValue": [ { "value": "one" }, { "value": "two" } ] } },
          { "id": "2", "settingInstance": { "settingDefinitionId": "a_group", "groupSettingCollectionValue": [
            { "children": [ { "settingDefinitionId": "a_text", "simpleSettingValue": { "value": "first" } } ] },
            { "children": [ { "settingDefinitionId": "a_text", "simpleSettingValue": { "value": "second" } } ] } ] } },
          { "id": "3", "settingInstance": { "settingDefinitionId": "a_secret", "simpleSettingValue": { "@odata.type": "#microsoft.graph.deviceManagementConfigurationSecretSettingValue", "value": "HIDDEN" } } }
        ]
        """;

    private const string Policy = $$"""{"@odata.context":"x","name":"Remote access","platforms":"windows10","settings":{{Settings}}}""";

    private static readonly IntunePolicyReader Reader = new();

    [Theory]
    [InlineData(Policy)]
    [InlineData($$"""{"value":{{Settings}}}""")]
    [InlineData(Settings)]
    public void Each_setting_is_stated_with_its_choice_number_text_or_list(string text) =>
        Assert.Equal(
            """
            mdm:device_vendor_msft_policy_config_remotedesktopservices_allowuserstoconnectremotely value=device_vendor_msft_policy_config_remotedesktopservices_allowuserstoconnectremotely_1
            mdm:a_number value=90 within=device_vendor_msft_policy_config_remotedesktopservices_allowuserstoconnectremotely
            mdm:a_list value=one, two
            mdm:a_text value=first within=a_group[0]
            mdm:a_text value=second within=a_group[1]
            mdm:a_secret value=a secret
            """,
            Reader.ReadText(text).PrintItems());

    [Fact]
    public void No_place_spans_a_secret()
    {
        var evidence = Reader.ReadText(Policy);

        Assert.DoesNotContain(evidence.Items.SelectMany(item => item.Fields), field => field.Location.Source.Text.Cut(field.Location.Span).Contains("HIDDEN"));
    }

    [Fact]
    public void A_policy_has_its_name_and_several_policies_have_theirs()
    {
        Assert.Equal(new Origin.GroupPolicy("p.json") { Name = "Remote access" }, Reader.ReadText(Policy, "p.json").Origin);
        Assert.Equal(
            ["Remote access", "Other"],
            Reader
                .ReadText($$"""{"value":[{{Policy}},{{Policy.Replace("Remote access", "Other")}}]}""")
                .Items.Select(item => item.GpoName)
                .Distinct(StringComparer.Ordinal)
                .ToList());
    }

    [Theory]
    [InlineData("""[{"target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"42"}}]""", "groupAssignmentTarget 42")]
    [InlineData("""[{"target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}}]""", null)]
    [InlineData("[]", null)]
    public void Assignments_to_groups_are_targeting(string assignments, string? targeting) =>
        Assert.All(Reader.ReadText(Policy[..^1] + $",\"assignments\":{assignments}}}").Items, item => Assert.Equal(targeting, item.Targeting));

    [Fact]
    public void A_value_stands_where_it_is_written()
    {
        var (source, span) = MarkedText.One(
            """{"settings":[{"settingInstance":{"settingDefinitionId":"a","choiceSettingValue":{"value":[|"a_1"|],"children":[]}}}]}"""
        );

        Assert.Equal(span, Reader.ReadAlone(source).Items[0].Fields[0].Location.Span);
    }

    [Fact]
    public void A_setting_without_a_value_is_told()
    {
        var (source, span) = MarkedText.One("""{"settings":[{"settingInstance":{"settingDefinitionId":[|"a"|],"choiceSettingValue":{"children":[]}}}]}""");

        Assert.Equal(("RDP0131", span), Reader.ReadAlone(source).Diagnostics.Select(diagnostic => (diagnostic.Id, diagnostic.Location.Span)).Single());
    }

    [Fact]
    public void A_policy_is_known_by_its_settings()
    {
        Assert.Equal(Certainty.BySignature, Reader.ClaimAlone("x", Encoding.UTF8.GetBytes(Policy))?.Certainty);
        Assert.Null(Reader.ClaimAlone("x.json", "{\"settings\":[]}"u8.ToArray()));
    }

    [Fact]
    public void Damaged_policies_do_not_throw() => Robustness.Check(Reader, "policy.json", Encoding.UTF8.GetBytes(Policy));
}
