// SPDX-License-Identifier: Apache-2.0

/// The labels of the Thai forms S.S. 5/18 and its kin, with the other wordings in use.
enum ThaiLabels {
    /// What heads a form.
    enum Heading: Hashable, Sendable {
        case constituencyForm
        case partyListForm
        case date
        case province
        case district
        case subDistrict
        case constituency
        case pollingStation
        /// Ends the text of another field.
        case other
    }

    /// What a column of the table of votes holds.
    enum Column: Hashable, Sendable {
        case number
        case name
        case party
        case votes
        case words
    }

    static let headings: [Label<Heading>] = [
        Label("แบบแบ่งเขตเลือกตั้ง", .constituencyForm),
        Label("แบบบัญชีรายชื่อ", .partyListForm),
        Label("วันที่", .date),
        Label("จังหวัด", .province),
        Label("อำเภอ/เขต", .district),
        Label("อำเภอ", .district),
        Label("ตำบล/แขวง", .subDistrict),
        Label("ตำบล", .subDistrict),
        Label("เขตเลือกตั้งที่", .constituency),
        Label("หน่วยเลือกตั้งที่", .pollingStation),
        Label("หมู่ที่", .other),
        Label("เทศบาล", .other),
    ]

    static let statistics: [Label<Statistic>] = [
        Label("ผู้มีสิทธิเลือกตั้งตามบัญชีรายชื่อ", .eligibleVoters),
        Label("ผู้มีสิทธิเลือกตั้งทั้งหมด", .eligibleVoters),
        Label("จำนวนผู้มีสิทธิเลือกตั้ง", .eligibleVoters),
        Label("ผู้มีสิทธิเลือกตั้งที่มาแสดงตน", .votersPresent),
        Label("ผู้มาแสดงตน", .votersPresent),
        Label("ผู้มาใช้สิทธิเลือกตั้ง", .votersPresent),
        Label("บัตรเลือกตั้งที่ได้รับจัดสรร", .ballotsAllocated),
        Label("บัตรเลือกตั้งที่ได้รับ", .ballotsAllocated),
        Label("บัตรเลือกตั้งที่ใช้", .ballotsUsed),
        Label("บัตรดี", .goodBallots),
        Label("บัตรเสีย", .badBallots),
        Label("บัตรที่ไม่เลือกผู้สมัครผู้ใด", .noVoteBallots),
        Label("บัตรที่ไม่เลือกบัญชีรายชื่อ", .noVoteBallots),
        Label("บัตรไม่เลือกผู้สมัครผู้ใด", .noVoteBallots),
        Label("บัตรไม่ประสงค์ลงคะแนน", .noVoteBallots),
        Label("ไม่ประสงค์ลงคะแนน", .noVoteBallots),
        Label("บัตรเลือกตั้งที่เหลือ", .ballotsRemaining),
    ]

    static let columns: [Label<Column>] = [
        Label("ตัวอักษร", .words),
        Label("ตัวหนังสือ", .words),
        Label("หมายเลข", .number),
        Label("ลำดับ", .number),
        Label("ชื่อตัว", .name),
        Label("ชื่อสกุล", .name),
        Label("ชื่อผู้สมัคร", .name),
        Label("พรรคการเมือง", .party),
        Label("พรรค", .party),
        Label("ได้คะแนน", .votes),
        Label("คะแนน", .votes),
        Label("ตัวเลข", .votes),
    ]

    static let totals = [Label("รวมคะแนน", true), Label("รวมทั้งสิ้น", true)]

    /// Stands alone in its cell, as it begins many names.
    static let total = SearchText.reduced("รวม")
}
