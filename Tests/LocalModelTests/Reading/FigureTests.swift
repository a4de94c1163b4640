// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalModel

@Suite
struct FigureTests {
    @Test(arguments: [
        ("845", 845), ("1,286", 1_286), ("(12)", 12), ("๘๔๕", 845), ("0", 0), ("O", 0), ("580.", 580), ("|7", 7),
    ])
    func wholeNumbers(text: String, value: Int) {
        #expect(NumberText.value(text) == value)
    }

    @Test(arguments: ["12%", "45.6", "327/431", "12,34", "", "abc", "12345678", "D3", "-"])
    func otherTextIsNoWholeNumber(text: String) {
        #expect(NumberText.value(text) == nil)
    }

    @Test
    func aTextLayerIsExact() {
        #expect(Figure(Word("332", box: .zero))?.value == 332)
    }

    @Test
    func pixelsNeedASecondReading() {
        #expect(Figure(.at(0, 0, "332", rereadings: ["332", "232", ""]))?.value == 332)
        #expect(Figure(.at(0, 0, "232", rereadings: ["332", "332", ""]))?.value == nil)
        #expect(Figure(.at(0, 0, "232", rereadings: ["", "", ""]))?.value == nil)
    }

    @Test
    func aWeakReadingNeedsTwoMore() {
        #expect(Figure(.at(0, 0, "71", confidence: 40, rereadings: ["71", "1", ""]))?.value == nil)
        #expect(Figure(.at(0, 0, "71", confidence: 40, rereadings: ["71", "1", "71"]))?.value == 71)
    }

    @Test
    func onlyWhatWasReadCanBeConfirmed() {
        var figure = Figure(.at(0, 0, "232", rereadings: ["332", "", ""]))
        figure?.confirm(999)
        #expect(figure?.value == nil)
        figure?.confirm(332)
        #expect(figure?.value == 332)
    }

    @Test
    func thaiDigitsOnlyNarrowANumberDown() {
        var figure = Figure(.at(0, 0, "๕๕๕"))
        #expect(figure?.value == nil)
        figure?.confirm(123)
        #expect(figure?.value == nil)
        figure?.confirm(845)
        #expect(figure?.value == 845)
    }
}
